import { describe, expect, it } from "vitest";
import { outcomeOf } from "./outcome.ts";

const failed = { failure_s: 1_000, observed_s: 1_000 };
const healthy = { failure_s: null, observed_s: 7_200 };

describe("the outcome of a run", () => {
  it("takes the alarm that is open at the failure for the detection, with its lead", () => {
    const outcome = outcomeOf([{ opened_s: 750, closed_s: null }], failed);
    expect(outcome).toEqual({
      opened_s: 750,
      lead_s: 250,
      lead_share: 0.25,
      opened_share: 0.75,
      opened_in_first_fifth: false,
      false_alarms: 0,
      mean_time_between_false_alarms_s: null,
    });
  });

  it("counts an alarm that cleared by itself as false, and goes on to the next", () => {
    const alarms = [
      { opened_s: 100, closed_s: 200 },
      { opened_s: 300, closed_s: 400 },
      { opened_s: 900, closed_s: null },
    ];
    expect(outcomeOf(alarms, failed)).toMatchObject({
      opened_s: 900,
      lead_s: 100,
      false_alarms: 2,
      mean_time_between_false_alarms_s: 500,
    });
  });

  it("has no detection if the only alarm cleared before the failure", () => {
    const outcome = outcomeOf([{ opened_s: 100, closed_s: 999 }], failed);
    expect(outcome).toMatchObject({ opened_s: null, lead_s: null, lead_share: null, false_alarms: 1 });
  });

  it("counts an alarm at the failure or later neither as detection nor as false", () => {
    const outcome = outcomeOf([{ opened_s: 1_000, closed_s: null }], failed);
    expect(outcome).toMatchObject({ opened_s: null, false_alarms: 0 });
  });

  it("tells if an alarm was opened in the first fifth of life", () => {
    const early = (at: number) => outcomeOf([{ opened_s: at, closed_s: null }], failed).opened_in_first_fifth;
    expect([early(199), early(200)]).toEqual([true, false]);
  });

  it("counts every alarm of a run without failure as false", () => {
    const alarms = [
      { opened_s: 100, closed_s: 200 },
      { opened_s: 3_000, closed_s: null },
    ];
    expect(outcomeOf(alarms, healthy)).toMatchObject({
      opened_s: null,
      lead_s: null,
      false_alarms: 2,
      mean_time_between_false_alarms_s: 3_600,
    });
  });
});
