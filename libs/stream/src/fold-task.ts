import type { Message, TraceContext } from "@presage/contracts";
import { Agenda } from "./agenda.ts";
import type { StoredEntry } from "./broker.ts";
import { decodeAll, decodeEntry, type Malformed } from "./decode.ts";
import { partitionOf } from "./partition.ts";
import type { FoldStage, Output, Step } from "./stage.ts";
import { decodeState, encodeState, PARTITION_KEY, type Task, type TaskResult } from "./task.ts";
import type { TracedStep } from "./traces.ts";

/** The work of a fold stage on one partition, of as many as the topics have. */
export function foldTask<V, P, S, C>(
  stage: FoldStage<V, P, S, C>,
  restored: ReadonlyMap<string, Uint8Array>,
  partitions = 1,
): Task {
  const states = new Map<string, S>();
  for (const [key, bytes] of restored) if (key !== PARTITION_KEY) states.set(key, decodeState<S>(bytes));
  const stateOf = (key: string): S => states.get(key) ?? stage.initial;
  const { input, control, heartbeat } = stage;
  /** When heartbeats are to look at assets. */
  const agenda = new Agenda();
  const plan = (key: string): void => {
    if (heartbeat !== undefined) agenda.note(key, heartbeat.due(stateOf(key), key));
  };
  for (const key of states.keys()) plan(key);
  let areExpectedPlanned = false;

  return async (entries): Promise<TaskResult> => {
    const malformed: Malformed[] = [];
    const pass = (each: Malformed): void => void malformed.push(each);
    const outputs: Output[] = [];
    const changed = new Set<string>();
    const take = (key: string, [state, put]: Step<S>): void => {
      outputs.push(...put);
      if (state === stateOf(key)) return;
      states.set(key, state);
      changed.add(key);
      plan(key);
    };

    if (control !== undefined) {
      const written = entries.filter(({ value }) => value.byteLength > 0);
      for (const command of decodeAll(control.input, written, pass))
        take(command.key, [control.step(stateOf(command.key), command), []]);
    }
    const messages: Message<V>[] = [];
    /** By place among the messages. */
    const causes = new Map<number, TraceContext>();
    const traced: TracedStep[] = [];
    const heartbeats: { readonly after: number; readonly entry: StoredEntry }[] = [];
    for (const entry of entries) {
      if (entry.topic !== input.topic) continue;
      const message = entry.value.byteLength > 0 ? decodeEntry(input, entry, pass) : undefined;
      if (message !== undefined) {
        if (entry.trace !== undefined) causes.set(messages.length, entry.trace);
        messages.push(message);
      } else if (entry.value.byteLength === 0) heartbeats.push({ after: messages.length, entry });
    }
    /** Lets the time pass that passed behind so many messages. */
    const passTime = (after: number): void => {
      if (heartbeat === undefined) return;
      for (; heartbeats[0]?.after === after; heartbeats.shift()) {
        const { time, partition } = heartbeats[0].entry;
        if (!areExpectedPlanned)
          for (const key of heartbeat.expected) if (partitionOf(key, partitions) === partition) plan(key);
        areExpectedPlanned = true;
        for (const key of agenda.due(time)) {
          if (heartbeat.due(stateOf(key), key) <= time) take(key, heartbeat.step(stateOf(key), key, time));
          plan(key);
        }
      }
    };
    passTime(0);
    for (const [n, message] of (messages.length > 0
      ? await stage.prepare(messages, stateOf)
      : []
    ).entries()) {
      const step = stage.step(stateOf(message.key), message);
      const before = outputs.length;
      // Most steps are made at once, and need no turn of their own.
      take(message.key, step instanceof Promise ? await step : step);
      const cause = causes.size > 0 ? causes.get(n) : undefined;
      if (cause !== undefined && outputs.length > before)
        traced.push({ key: message.key, causes: [cause], outputs: outputs.slice(before) });
      passTime(n + 1);
    }
    return {
      outputs,
      states: new Map([...changed].map((key) => [key, encodeState(stateOf(key))])),
      resumeAt: new Map(entries.map((entry) => [entry.topic, entry.offset + 1])),
      malformed,
      traced,
      counts: { windows: 0, late: 0, duplicates: 0 },
    };
  };
}
