import type { RejectionCode, SampleBlock } from "@presage/contracts";
import { isDataSet, type Properties, type ResolvedMetric, type Scalar, type Value } from "@presage/sparkplug";
import { ucumOf } from "./engineering-unit.ts";
import { MAX_FLOAT32, MAX_RATE } from "./json-decoder.ts";
import { type Conversion, conversionOf } from "./unit.ts";

/** How the values of one metric are to be taken. */
export interface Taking {
  readonly sensor: string;
  /** Hz; of the metric's properties if left out. */
  readonly rate?: number;
  /** UCUM; of the metric's properties if left out. */
  readonly unit?: string;
  readonly maxSamples: number;
}

/** Samples of one sensor; or why there are none. */
export type Taken =
  | Pick<SampleBlock, "sensor" | "quantity" | "unit" | "rate" | "values">
  | { readonly code: RejectionCode; readonly why: string };

const RATES = ["rate", "samplingRate", "sampleRate", "Sampling Rate", "Sample Rate"];
const UNITS = ["engUnit", "Engineering Units", "engineeringUnits", "Eng Unit", "unit"];

const property = (properties: Properties, names: readonly string[]): Scalar | undefined =>
  names.map((name) => properties[name]?.value ?? undefined).find((value) => value !== undefined);

/** Columns of numbers by the ending of their sensor: a scalar and an array are one column, and have no ending. */
interface Column {
  readonly ending: string;
  readonly numbers: readonly number[];
}

const isNumber = (value: unknown): boolean => {
  const type = typeof value;
  return type === "number" || type === "bigint" || type === "boolean";
};

/** All of one kind, as arrays and columns are: numbers are taken as they are, without a copy. */
const toColumn = (ending: string, values: readonly unknown[]): Column[] => {
  if (!values.every(isNumber)) return [];
  const isPlain = values.every((value): value is number => typeof value === "number");
  return [{ ending, numbers: isPlain ? values : values.map(Number) }];
};

const NO_NUMBERS: ReadonlySet<string> = new Set(["DateTime", "DateTimeArray", "Bytes", "File", "Template"]);

/** The numbers in a value, or nothing. */
function columnsOf(type: string, value: Value): readonly Column[] {
  if (NO_NUMBERS.has(type)) return [];
  if (typeof value !== "object") return toColumn("", [value]);
  if (Array.isArray(value)) return toColumn("", value);
  if (!isDataSet(value)) return [];
  return value.columns.flatMap((column, i) =>
    value.types[i] === "DateTime"
      ? []
      : toColumn(
          `.${column}`,
          value.rows.map((row) => row[i]),
        ),
  );
}

/**
 * Samples of what a metric holds: one value, a block of an array, or a block of each column of a data set that is
 * numbers. Nothing of what is no number. Booleans are 0 and 1.
 */
export function samplesOf({ name, type, value, properties }: ResolvedMetric, taking: Taking): Taken[] {
  if (value === null) return [];
  const columns = columnsOf(type, value);
  const block = typeof value === "object";
  const refuse = (code: RejectionCode, why: string): Taken[] => [{ code, why: `${name}: ${why}` }];
  if (columns.length === 0) return [];

  const rate = block ? Number(taking.rate ?? property(properties, RATES)) : 0;
  if (block && !(rate > 0 && rate <= MAX_RATE))
    return refuse(
      "rate-invalid",
      `no property of ${RATES.join(", ")} is a number of Hz above 0 and up to 10,000,000`,
    );
  const written = taking.unit ?? property(properties, UNITS)?.toString();
  if (block && written === undefined)
    return refuse("unit-unknown", `a block needs a unit, and there is no property of ${UNITS.join(", ")}`);
  const text = written ?? "1";
  const conversion = ucumOf(text)
    .map((code) => conversionOf(code, block))
    .find((known) => known !== undefined);
  if (conversion === undefined)
    return refuse("unit-unknown", `the unit ${JSON.stringify(text).slice(0, 40)} is not known`);

  return columns.flatMap(({ ending, numbers }): Taken[] => {
    if (numbers.length === 0) return [];
    if (numbers.length > taking.maxSamples)
      return refuse("samples-too-many", `${numbers.length} samples, more than ${taking.maxSamples}`);
    const values = convert(numbers, conversion);
    if (values === undefined) return refuse("value-not-finite", "a sample is not a finite 32-bit number");
    const { quantity, unit } = conversion;
    return [{ sensor: `${taking.sensor}${sensorName(ending)}`, quantity, unit, rate, values }];
  });
}

function convert(numbers: readonly number[], { factor, offset }: Conversion): Float32Array | undefined {
  const values = new Float32Array(numbers.length);
  for (const [i, x] of numbers.entries()) {
    const y = x * factor + offset;
    if (!(Math.abs(y) <= MAX_FLOAT32)) return undefined;
    values[i] = y;
  }
  return values;
}

/** The sensor of a metric's name: `Motor 1/Temperature` is `Motor 1.Temperature`. */
export const sensorName = (metric: string): string => metric.replaceAll("/", ".");
