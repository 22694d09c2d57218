import { isDataSet, type Value } from "./value.ts";
import type { ReceivedPayload } from "./payload.ts";

/** What a payload holds, in the form in which `tahu` of @presage/testbed says it. */
export const holdings = ({ timestamp, seq, metrics }: ReceivedPayload): unknown => ({
  ...(timestamp !== undefined && { timestamp }),
  ...(seq !== undefined && { seq }),
  metrics: metrics.map((metric) => {
    const { name, alias, type, historical, transient } = metric;
    const value = metric.isNull || type === undefined ? null : metric.value(type);
    return {
      ...(name !== undefined && { name }),
      ...(alias !== undefined && { alias: alias.toString() }),
      ...(metric.timestamp !== undefined && { timestamp: metric.timestamp }),
      type,
      historical,
      transient,
      value: value === null ? null : plain(value ?? "torn"),
      properties: Object.fromEntries(
        Object.entries(metric.properties).map(([key, property]) => [
          key,
          property.value === null ? null : plain(property.value),
        ]),
      ),
    };
  }),
});

function plain(value: Value): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((each: Value) => plain(each));
  if (typeof value === "object" && isDataSet(value)) {
    const { columns, types, rows } = value;
    return {
      columns,
      types,
      rows: rows.map((row) => row.map((cell) => (cell === null ? null : plain(cell)))),
    };
  }
  return typeof value === "object" ? "template" : value;
}
