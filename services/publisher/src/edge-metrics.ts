import { failures, type Failure, type Message, type Prediction } from "@presage/contracts";
import type { DataType, EdgeMetric, Properties } from "@presage/sparkplug";

/** A value and when it came to be, epoch milliseconds. Times are numbers here too. */
export type Stamped = readonly [value: string | number | null, timestamp: number];

/** What is known of an asset, by metric; what is not in it is null. */
export type AssetValues = Readonly<Record<string, Stamped>>;

const hours: Properties = { engUnit: { type: "String", value: "h" } };

/** Every metric of an asset's device. docs/sparkplug.md lists the same. */
const METRICS: Readonly<Record<string, { readonly type: DataType; readonly properties?: Properties }>> = {
  risk: { type: "Double" },
  "risk/horizon": { type: "Double", properties: hours },
  "not-scored": { type: "String" },
  "remaining-life/p10": { type: "Double", properties: hours },
  "remaining-life/p50": { type: "Double", properties: hours },
  "remaining-life/p90": { type: "Double", properties: hours },
  zone: { type: "String" },
  "window/start": { type: "DateTime" },
  "window/end": { type: "DateTime" },
  "model/name": { type: "String" },
  "model/version": { type: "String" },
  "failure/state": { type: "String" },
  "failure/id": { type: "String" },
  "failure/revision": { type: "Int32" },
  "failure/event": { type: "String" },
  "failure/severity": { type: "String" },
  "failure/mode": { type: "String" },
  "failure/action": { type: "String" },
  "failure/opened": { type: "DateTime" },
};

const stamp = (
  values: Readonly<Record<string, string | number | null | undefined>>,
  time: number,
): AssetValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value ?? null, time]]));

/** What a prediction says of its asset, as of the end of its window. */
export const predictionValues = ({ value }: Message<Prediction>): AssetValues =>
  stamp(
    {
      risk: value.risk,
      "risk/horizon": value.horizonHours,
      "not-scored": value.notScored,
      "remaining-life/p10": value.remainingLifeHours?.p10,
      "remaining-life/p50": value.remainingLifeHours?.p50,
      "remaining-life/p90": value.remainingLifeHours?.p90,
      zone: value.zone,
      "window/start": value.start,
      "window/end": value.end,
      "model/name": value.model?.name,
      "model/version": value.model?.version,
    },
    value.end,
  );

/** What a revision says of its asset's failure. `failure/event` is the id of the CloudEvent that says the same. */
export const failureValues = (message: Message<Failure>): AssetValues => {
  const { value } = message;
  return stamp(
    {
      "failure/state": value.state,
      "failure/id": value.id,
      "failure/revision": value.revision,
      "failure/event": failures.id(message),
      "failure/severity": value.severity,
      "failure/mode": value.modes?.[0]?.mode,
      "failure/action": value.action,
      "failure/opened": value.openedAt,
    },
    value.updatedAt,
  );
};

/** All metrics of the asset's device. @param now epoch milliseconds, the time of what is not known */
export const edgeMetrics = (values: AssetValues, now: number): Record<string, EdgeMetric> =>
  Object.fromEntries(
    Object.entries(METRICS).map(([name, { type, properties }]) => {
      const [value, timestamp] = values[name] ?? [null, now];
      const typed = type === "DateTime" && typeof value === "number" ? BigInt(value) : value;
      return [name, { type, value: typed, timestamp, ...(properties && { properties }) }];
    }),
  );
