import type { Contract, Message } from "@presage/contracts";
import { decodeAll, type Malformed } from "./decode.ts";
import type { FoldStage, Output } from "./stage.ts";
import { decodeState, encodeState, PARTITION_KEY, type Task, type TaskResult } from "./task.ts";

/** The work of a fold stage on one partition. */
export function foldTask<V, P, S, C>(
  stage: FoldStage<V, P, S, C>,
  restored: ReadonlyMap<string, Uint8Array>,
): Task {
  const states = new Map<string, S>();
  for (const [key, bytes] of restored) if (key !== PARTITION_KEY) states.set(key, decodeState<S>(bytes));
  const stateOf = (key: string): S => states.get(key) ?? stage.initial;

  return async (entries): Promise<TaskResult> => {
    const malformed: Malformed[] = [];
    const outputs: Output[] = [];
    const changed = new Set<string>();
    const keep = (key: string, state: S): void => {
      if (state === stateOf(key)) return;
      states.set(key, state);
      changed.add(key);
    };
    const written = entries.filter(({ value }) => value.byteLength > 0);
    const messagesOf = <T>(contract: Contract<T>): Message<T>[] =>
      decodeAll(contract, written, (each) => malformed.push(each));

    const { control } = stage;
    if (control !== undefined)
      for (const command of messagesOf(control.input))
        keep(command.key, control.step(stateOf(command.key), command));
    const messages = messagesOf(stage.input);
    for (const message of messages.length > 0 ? await stage.prepare(messages, stateOf) : []) {
      const step = stage.step(stateOf(message.key), message);
      // Most steps are made at once, and need no turn of their own.
      const [state, put] = step instanceof Promise ? await step : step;
      outputs.push(...put);
      keep(message.key, state);
    }
    return {
      outputs,
      states: new Map([...changed].map((key) => [key, encodeState(stateOf(key))])),
      resumeAt: new Map(entries.map((entry) => [entry.topic, entry.offset + 1])),
      malformed,
      counts: { windows: 0, late: 0, duplicates: 0 },
    };
  };
}
