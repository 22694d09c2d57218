import { membersOf, refuse, type Refused } from "./json-object.ts";
import { conversionOf } from "./unit.ts";
import type { SampleBlock } from "@presage/contracts";

/** What a payload says, in Presage's units; or why it cannot be used. */
export type Decoded =
  | ({
      readonly ok: true;
      readonly time: number | undefined;
      /** The device's own number of the message. */
      readonly seq: number | undefined;
    } & Pick<SampleBlock, "quantity" | "unit" | "rate" | "values">)
  | Refused;

export const MAX_RATE = 10_000_000;
export const MAX_FLOAT32 = 3.4028234663852886e38;

/**
 * Decodes the JSON of the default source: a scalar `{"t": ms, "v": 71.3, "unit": "Cel"}` or a block
 * `{"t": ms, "rate": Hz, "unit": "g", "v": [0.012, …]}`. `t` may be left out; so may a scalar's unit (then it is `1`).
 * `seq`, a whole number that counts up, may be there; what is no such number counts as left out, since the samples are good.
 */
export function decodeJson(body: unknown, maxSamples: number): Decoded {
  const read = membersOf(body);
  if (!read.ok) return read;
  const { t, v, rate, unit, seq } = read.members;
  if (t !== undefined && typeof t !== "number")
    return refuse("shape-invalid", "`t` is not a number of milliseconds.");
  if (unit !== undefined && typeof unit !== "string")
    return refuse("shape-invalid", "`unit` is not a string.");

  const block = Array.isArray(v);
  if (!block && typeof v !== "number")
    return refuse("shape-invalid", "`v` is neither a number nor an array of numbers.");
  if (block && v.length === 0) return refuse("shape-invalid", "`v` has no samples.");
  if (block && v.length > maxSamples)
    return refuse("samples-too-many", `\`v\` has ${v.length} samples, more than ${maxSamples}.`);
  if (block && !(typeof rate === "number" && rate > 0 && rate <= MAX_RATE))
    return refuse("rate-invalid", "`rate` is not a number of Hz above 0 and up to 10,000,000.");
  if (block && unit === undefined) return refuse("shape-invalid", "`unit` is missing; a block needs one.");
  const conversion = conversionOf(unit ?? "1", block);
  if (conversion === undefined)
    return refuse("unit-unknown", `The unit ${JSON.stringify(unit).slice(0, 40)} is not known.`);

  const raw: readonly unknown[] = block ? v : [v];
  const values = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    const x = raw[i];
    if (typeof x !== "number") return refuse("shape-invalid", `Sample ${i} is not a number.`);
    const y = x * conversion.factor + conversion.offset;
    if (!(Math.abs(y) <= MAX_FLOAT32))
      return refuse("value-not-finite", `Sample ${i} is not a finite 32-bit number.`);
    values[i] = y;
  }
  const { quantity, unit: canonical } = conversion;
  return {
    ok: true,
    time: t,
    quantity,
    unit: canonical,
    rate: block ? (rate as number) : 0,
    values,
    seq: isCount(seq) ? seq : undefined,
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
