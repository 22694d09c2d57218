import { features as contract, type FeatureWindow, type Quantity } from "@presage/contracts";

const { value: example } = contract.example;
const [sensorOfExample] = Object.values(example.sensors);
if (sensorOfExample === undefined) throw new Error("the example has no sensor");
const { quality } = sensorOfExample;

type Sensors = Readonly<Record<string, readonly [Quantity, Readonly<Record<string, number>>]>>;

/** For tests: a window of ten seconds, the n-th, with the features of some sensors. */
export function windowOf(sensors: Sensors, n = 0): FeatureWindow {
  const start = 1_700_000_000_000 + n * 10_000;
  const heard = Object.entries(sensors).map(
    ([id, [quantity, features]]) =>
      [id, { quantity, unit: "1", features: { ...features }, quality }] as const,
  );
  return { ...example, start, end: start + 10_000, sensors: Object.fromEntries(heard) };
}
