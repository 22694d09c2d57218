import { describe, expect, it } from "vitest";
import { mailOf } from "./mail.ts";
import { occasion } from "./notify.testkit.ts";

const ORIGIN = "https://presage.example";

describe("a mail about a failure", () => {
  it("says which machine, how bad, what, how long, what to do, and where there is more", () => {
    const given = occasion("site1/press/line2/motor7@1700000010000");
    const remainingLifeHours = { p10: 0.5, p50: 30, p90: 96 };
    expect(mailOf({ ...given, failure: { ...given.failure, remainingLifeHours } }, ORIGIN)).toEqual({
      subject: "[Presage] high: site1/press/line2/motor7, likely outer-race",
      text: `A failure of site1/press/line2/motor7 is predicted.

Asset           site1/press/line2/motor7
Severity        high
Likely          outer-race
Remaining life  30 h (30 min to 4 days)
Risk            87 % within 24 h
What to do      Plan an inspection of the bearing within the horizon.
More            https://presage.example/failures/site1%2Fpress%2Fline2%2Fmotor7%401700000010000
`,
    });
  });

  it("says what is not known, and that it has become more severe", () => {
    const { failure, asset } = occasion("f");
    const { modes: _, ...rest } = failure;
    const ruled = {
      ...rest,
      risk: null,
      basis: "rule" as const,
      rules: ["zone-d"],
      severity: "critical" as const,
    };
    const { subject, text } = mailOf({ kind: "escalated", asset, failure: ruled }, ORIGIN);
    expect(subject).toBe("[Presage] critical: site1/press/line2/motor7 (more severe)");
    expect(text).toContain("is predicted, and is more severe than it was.");
    expect(text).toContain("Likely          not known");
    expect(text).toContain("Remaining life  not known");
    expect(text).toContain("Raised by       zone-d");
    expect(text).not.toContain("Risk");
  });
});
