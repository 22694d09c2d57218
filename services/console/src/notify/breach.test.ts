import { describe, expect, it } from "vitest";
import { mailOf } from "./mail.ts";
import { breachOccasion, destination, occasion } from "./notify.testkit.ts";
import { eventOf, timeOf, wants } from "./occasion.ts";

const OWNER = "instrumentation@site1.example";

describe("a breach of data quality", () => {
  it("is told to who asks for it, of all owners or of some, wherever the sensor is or at some sites", () => {
    const breach = breachOccasion();
    expect(wants(destination({}), breach)).toBe(false);
    const on: ["data-quality"] = ["data-quality"];
    expect(wants(destination({ on }), breach)).toBe(true);
    expect(wants(destination({ on, severities: ["critical"] }), breach)).toBe(true);
    expect(wants(destination({ on, owners: [OWNER] }), breach)).toBe(true);
    expect(wants(destination({ on, owners: ["somebody else"] }), breach)).toBe(false);
    expect(wants(destination({ on, sites: ["site2"] }), breach)).toBe(false);
    const { owner: _, ...nobodys } = breach.breach;
    expect(wants(destination({ on, owners: [OWNER] }), { ...breach, breach: nobodys })).toBe(false);
    expect(wants(destination({ on }), occasion("f"))).toBe(false);
  });

  it("is the event that the MES gets", () => {
    const given = breachOccasion({ revision: 7 });
    expect(eventOf(given)).toMatchObject({
      type: "io.presage.data-quality.v1",
      subject: "site1/press/line2/motor7",
      id: `${given.breach.id}.7`,
    });
    expect(timeOf(given)).toBe(given.breach.updatedAt);
  });

  it("is a mail that says which sensor, what was found and required, since when, and where there is more", () => {
    expect(mailOf(breachOccasion(), "https://presage.example")).toEqual({
      subject: "[Presage] data quality: site1/press/line2/motor7/temp, pumps",
      text: `What is required of the data of temp of site1/press/line2/motor7 is not met.

Asset           site1/press/line2/motor7
Sensor          temp
Requirement     pumps
Found           95 s without a message, 30 s allowed
Since           2023-11-14T22:13:20.000Z
Owner           instrumentation@site1.example
More            https://presage.example/assets/site1%2Fpress%2Fline2%2Fmotor7#quality
`,
    });
  });

  it.each([
    [{ kind: "coverage", worst: 0.2, limit: 0.9 }, "20 % of the messages came, 90 % required"],
    [{ kind: "range", worst: 250, limit: [0, 80] }, "250, required within 0 and 80"],
    [{ kind: "latency", worst: 3_000, limit: 500 }, "3 s until it came, 0.5 s allowed"],
    [{ kind: "stuck", worst: 360_000, limit: 300_000 }, "360 s without a change, 300 s allowed"],
  ] as const)("says of %j what was found", (change, found) => {
    const limit = typeof change.limit === "number" ? change.limit : ([...change.limit] as [number, number]);
    expect(mailOf(breachOccasion({ ...change, limit }), "").text).toContain(`Found           ${found}\n`);
  });

  it("is told when it is over as well", () => {
    const { subject, text } = mailOf(breachOccasion({ state: "closed", until: 1_700_000_600_000 }), "");
    expect(subject).toContain("data good again");
    expect(text).toContain("Until           2023-11-14T22:23:20.000Z");
  });
});
