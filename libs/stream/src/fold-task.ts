import type { Contract, Message } from "@presage/contracts";
import type { StoredEntry } from "./broker.ts";
import { decodeEntry, type Malformed } from "./decode.ts";
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
    const messagesOf = <T>(contract: Contract<T>): Message<T>[] => decodeAll(contract, entries, malformed);

    const { control } = stage;
    if (control !== undefined)
      for (const command of messagesOf(control.input))
        keep(command.key, control.step(stateOf(command.key), command));
    const messages = messagesOf(stage.input);
    for (const message of messages.length > 0 ? await stage.prepare(messages, stateOf) : []) {
      const [state, put] = stage.step(stateOf(message.key), message);
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

/** The messages among the entries of a contract's topic. */
function decodeAll<T>(
  contract: Contract<T>,
  entries: readonly StoredEntry[],
  malformed: Malformed[],
): Message<T>[] {
  const messages: Message<T>[] = [];
  for (const entry of entries) {
    if (entry.topic !== contract.topic || entry.value.byteLength === 0) continue;
    const message = decodeEntry(contract, entry, (each) => malformed.push(each));
    if (message !== undefined) messages.push(message);
  }
  return messages;
}
