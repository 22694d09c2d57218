import type { Message } from "@presage/contracts";
import { decodeEntry, type Malformed } from "./decode.ts";
import type { FoldStage, Output } from "./stage.ts";
import { decodeState, encodeState, PARTITION_KEY, type Task, type TaskResult } from "./task.ts";

/** The work of a fold stage on one partition. */
export function foldTask<V, P, S>(
  stage: FoldStage<V, P, S>,
  restored: ReadonlyMap<string, Uint8Array>,
): Task {
  const states = new Map<string, S>();
  for (const [key, bytes] of restored) if (key !== PARTITION_KEY) states.set(key, decodeState<S>(bytes));
  let through = 0;

  return async (entries): Promise<TaskResult> => {
    const messages: Message<V>[] = [];
    const malformed: Malformed[] = [];
    for (const entry of entries) {
      through = entry.offset + 1;
      if (entry.value.byteLength === 0) continue;
      const message = decodeEntry(stage.input, entry, (each) => malformed.push(each));
      if (message !== undefined) messages.push(message);
    }
    const outputs: Output[] = [];
    const changed = new Set<string>();
    for (const message of messages.length > 0 ? await stage.prepare(messages) : []) {
      const before = states.get(message.key) ?? stage.initial;
      const [state, put] = stage.step(before, message);
      outputs.push(...put);
      if (state === before) continue;
      states.set(message.key, state);
      changed.add(message.key);
    }
    return {
      outputs,
      states: new Map([...changed].map((key) => [key, encodeState(states.get(key))])),
      resumeAt: through,
      malformed,
      counts: { windows: 0, late: 0, duplicates: 0 },
    };
  };
}
