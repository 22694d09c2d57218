import type { Failure, Message, Prediction } from "@presage/contracts";
import type { Config } from "@presage/service";
import { deviceTopic } from "@presage/sparkplug";
import { partitionOf } from "@presage/stream";
import { deviceIds, EdgeDevices, nodeOf } from "./edge-devices.ts";

/** A device's birth as a host application reads it: what is not known is null. */
export interface EdgeBirth {
  readonly topic: string;
  readonly metrics: Readonly<Record<string, string | number | null>>;
}

/** The birth of an asset's device after a failure's revision and a prediction. */
export function previewBirth(
  { group, edgeNode, device: template }: Config["mes"]["sparkplug"],
  partitions: number,
  said: { readonly failure: Message<Failure>; readonly prediction: Message<Prediction> },
): EdgeBirth {
  const devices = new EdgeDevices(new Map(), deviceIds(template));
  const [born] = devices.take({ revisions: [said.failure], scored: [said.prediction], said: [] }, 0);
  const metrics = Object.entries(born?.metrics ?? {}).map(([name, { value }]) => [
    name,
    typeof value === "bigint" ? Number(value) : value,
  ]);
  const node = nodeOf(edgeNode, partitionOf(said.failure.key, partitions), partitions);
  return {
    topic: deviceTopic({ group, node }, "DBIRTH", born?.device ?? ""),
    metrics: Object.fromEntries(metrics) as EdgeBirth["metrics"],
  };
}
