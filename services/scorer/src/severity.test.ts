import { type Evidence, predictions, type Prediction } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { actionFor, severityOf } from "./severity.ts";

const { zone: _, remainingLifeHours: __, ...example } = predictions.example.value;
const of = (more: Partial<Prediction>): Prediction => ({ ...example, risk: null, ...more });

describe("severity", () => {
  it("is high of an alarm of velocity, and critical in zone D", () => {
    expect(severityOf(of({ rules: ["velocity-alarm"], zone: "C" }))).toBe("high");
    expect(severityOf(of({ rules: ["zone-d"], zone: "D" }))).toBe("critical");
  });

  it("is medium of an alarm of temperature, and high at the limit", () => {
    expect(severityOf(of({ rules: ["temperature-alarm"] }))).toBe("medium");
    expect(severityOf(of({ rules: ["temperature-limit"] }))).toBe("high");
  });

  it("is low of a process that has changed, and of impacts without more", () => {
    expect(severityOf(of({ rules: ["off-baseline"] }))).toBe("low");
    expect(severityOf(of({ rules: ["lasting-impacts"] }))).toBe("low");
    expect(severityOf(of({ rules: ["lasting-impacts", "fault-frequency"] }))).toBe("medium");
  });
});

describe("the action of an alarm", () => {
  it("is to look at what is likely failing", () => {
    const modes: Evidence[] = [{ mode: "imbalance", score: 0.7, lines: [] }];
    expect(actionFor("high", { rules: ["velocity-alarm"], modes })).toBe(
      "Act within the horizon: the vibration has grown too strong to run on for long; check the balance: deposits, a lost weight, a worn impeller.",
    );
    expect(actionFor("medium", { rules: ["temperature-alarm"] })).toBe(
      "Plan an inspection: check cooling, lubrication and load; the temperature has risen far above the usual.",
    );
    expect(actionFor("low", { rules: ["lasting-impacts"] })).toBe(
      "Keep an eye on it: inspect the bearing and its lubrication; it is struck again and again.",
    );
  });
});
