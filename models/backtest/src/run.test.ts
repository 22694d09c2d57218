import { createVibrationAnalyzer } from "@presage/signal";
import { describe, expect, it } from "vitest";
import { healthy, simulatedRecording } from "./recording.testkit.ts";
import { windowsOf } from "./run.ts";

describe("the windows of a recording", () => {
  it("have a slow sensor's readings between the snapshots, too", async () => {
    const well = simulatedRecording({ name: "well", wears: healthy(3), fails: false });
    const often = Array.from({ length: 12 }, (_, i) => ({ t_s: 10 * i + 1, value: 40 + i }));
    const windows = await windowsOf({ ...well, temperature: often }, await createVibrationAnalyzer());
    const heard = windows.map(({ sensors }) => Object.keys(sensors).toSorted().join(" "));
    const between = Array<string>(5).fill("temperature");
    expect(heard).toEqual(["temperature vib-x", ...between, "temperature vib-x", ...between, "vib-x"]);
    expect(windows[7]?.sensors["temperature"]?.features["mean"]).toBe(47);
  });
});
