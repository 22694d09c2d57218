/** Named values. A feature that cannot be said of the data is not there; no value is NaN or infinite. */
export type Features = Record<string, number>;

/** Values of one sensor in the order of time; single precision is what sensors send. */
export type Samples = Float32Array | Float64Array;

/** Sets a feature, or leaves it out if the value is not finite: a quotient by zero, or an overflow. */
export function put(features: Features, name: string, value: number): void {
  if (Number.isFinite(value)) features[name] = value;
}
