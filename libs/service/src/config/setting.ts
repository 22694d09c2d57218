import { Type, type SchemaOptions, type TObject, type TProperties, type TUnsafe } from "@sinclair/typebox";

/** What a setting's schema says beyond JSON Schema. The validator ignores it; the loader and the reference read it. */
export interface SettingOptions extends SchemaOptions {
  readonly description: string;
  /** Written in the file as a duration or a size; a number of milliseconds or bytes once loaded. */
  readonly unit?: "duration" | "bytes";
  /** Never shown. */
  readonly secret?: true;
  /** What the value must be, for people, where the schema alone would not say it well. */
  readonly expects?: string;
  /** Added to a mistake about a missing key. */
  readonly hint?: string;
  /** A second, shorter name of the environment variable. */
  readonly alias?: string;
  /** What a missing value means, where it is not a constant. */
  readonly otherwise?: string;
}

export const VOCABULARY = ["unit", "secret", "expects", "hint", "alias", "otherwise"];

/** A section of settings; unknown keys are refused. */
export const section = <P extends TProperties>(properties: P, options: SchemaOptions = {}): TObject<P> =>
  Type.Object(properties, { ...options, additionalProperties: false });

export const text = (options: SettingOptions): TUnsafe<string> =>
  Type.Unsafe({ type: "string", minLength: 1, ...options });

export const number = (options: SettingOptions): TUnsafe<number> =>
  Type.Unsafe({ type: "number", ...options });

export const whole = (options: SettingOptions): TUnsafe<number> =>
  Type.Unsafe({ type: "integer", minimum: 1, ...options });

export const flag = (options: SettingOptions): TUnsafe<boolean> =>
  Type.Unsafe({ type: "boolean", ...options });

export const choice = <const T extends string | number>(
  values: readonly T[],
  options: SettingOptions,
): TUnsafe<T> =>
  Type.Unsafe({ type: typeof values[0] === "number" ? "integer" : "string", enum: values, ...options });

export const port = (options: SettingOptions): TUnsafe<number> =>
  whole({ minimum: 0, maximum: 65_535, ...options });

/** Milliseconds; written as `10s`. */
export const duration = (options: SettingOptions): TUnsafe<number> =>
  Type.Unsafe({ type: "number", minimum: 1, unit: "duration", ...options });

/** Written as `4MiB`. */
export const bytes = (options: SettingOptions): TUnsafe<number> =>
  Type.Unsafe({ type: "integer", minimum: 1, unit: "bytes", ...options });
