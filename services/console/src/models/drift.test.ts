import { createMetrics } from "@presage/service";
import { expect, it } from "vitest";
import { readDrift } from "./drift.ts";

it("the drift of a model's inputs is told furthest beyond chance first, of no other model", async () => {
  const metrics = createMetrics();
  const set = (model: string, feature: string, index: number, chance: number): void => {
    metrics.modelDrift.set({ model, feature }, index);
    metrics.modelDriftChance.set({ model, feature }, chance);
  };
  set("wear@1.0.0", "acceleration.rms", 0.5, 0.4);
  set("wear@1.0.0", "temperature.mean", 0.4, 0.1);
  set("wear@0.9.0", "acceleration.rms", 9, 0.1);
  expect(await readDrift(metrics, ["wear@1.0.0", "wear@2.0.0"])).toEqual([
    {
      model: "wear@1.0.0",
      inputs: [
        { feature: "temperature.mean", index: 0.4, chance: 0.1 },
        { feature: "acceleration.rms", index: 0.5, chance: 0.4 },
      ],
    },
    { model: "wear@2.0.0", inputs: [] },
  ]);
});
