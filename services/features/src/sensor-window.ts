import type { Message, SampleBlock } from "@presage/contracts";

/** What one sensor sent in one window. */
export interface SensorWindow {
  readonly sensor: string;
  readonly quantity: SampleBlock["quantity"];
  readonly unit: string;
  /** At least one, in the order of time. */
  readonly messages: readonly Message<SampleBlock>[];
}

/**
 * The messages of a window by sensor, both in an order that does not depend on how they came. If a sensor changes its quantity
 * or unit within the window, its last one counts, and what came before in another is not used.
 */
export function bySensor(messages: readonly Message<SampleBlock>[]): SensorWindow[] {
  const groups = new Map<string, Message<SampleBlock>[]>();
  for (const message of messages) {
    const group = groups.get(message.value.sensor);
    if (group === undefined) groups.set(message.value.sensor, [message]);
    else group.push(message);
  }
  const windows: SensorWindow[] = [];
  for (const [sensor, group] of groups) {
    group.sort((a, b) => a.time - b.time);
    const last = group.at(-1);
    if (last === undefined) continue;
    const { quantity, unit } = last.value;
    const alike = group.filter((m) => m.value.quantity === quantity && m.value.unit === unit);
    windows.push({ sensor, quantity, unit, messages: alike });
  }
  return windows.toSorted((a, b) => (a.sensor < b.sensor ? -1 : 1));
}

/** All values of a sensor's window, one after the other. */
export function pooled({ messages }: SensorWindow): Float32Array {
  const [only] = messages;
  if (messages.length === 1 && only !== undefined) return only.value.values;
  const values = new Float32Array(messages.reduce((sum, m) => sum + m.value.values.length, 0));
  let at = 0;
  for (const { value } of messages) {
    values.set(value.values, at);
    at += value.values.length;
  }
  return values;
}
