import { readFileSync } from "node:fs";
import { type Failure, failures, type Message, SEVERITIES } from "@presage/contracts";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { decide, type Requested } from "./requested.ts";
import { workRequestOf, workRequests } from "./work-request.ts";

const { example } = failures;
const revised = (over: Partial<Failure>): Message<Failure> => ({
  ...example,
  value: { ...example.value, ...over },
});

/** B2MML-JSON's own schema; its union types are not to ajv's strict taste. */
const b2mml = (): ValidateFunction =>
  new Ajv2020({ allowUnionTypes: true, unicodeRegExp: false }).compile(
    JSON.parse(readFileSync(new URL("../b2mml/WorkRequest.schema.json", import.meta.url), "utf8")) as object,
  );

describe("a work request", () => {
  it("is a WorkRequest by the schema of B2MML-JSON V7.0, whatever is known of the failure", () => {
    const isWorkRequest = b2mml();
    const { modes: _modes, ...unknown } = example.value;
    const messages = [
      example,
      { ...example, value: { ...unknown, risk: null } },
      ...SEVERITIES.map((severity) =>
        revised({ severity, remainingLifeHours: { p10: 0.5, p50: 3, p90: 9 } }),
      ),
    ];
    for (const message of messages) {
      isWorkRequest(workRequestOf(message).value);
      expect(isWorkRequest.errors).toBeNull();
    }
    expect(isWorkRequest({ WorkRequest: { ID: "1" } })).toBe(false);
    expect(
      isWorkRequest({ WorkRequest: { ...workRequests.example.value.WorkRequest, WorkType: 7, Asset: "" } }),
    ).toBe(false);
  });

  it("asks for the machine in its place, with the failure's id, before one in ten such machines has failed", () => {
    const { WorkRequest: request } = workRequestOf(
      revised({ remainingLifeHours: { p10: 12, p50: 30, p90: 80 } }),
    ).value;
    expect(request).toMatchObject({
      ID: example.value.id,
      Version: "1",
      WorkType: "Maintenance",
      StartTime: "2023-11-14T22:13:30.000Z",
      EndTime: "2023-11-15T10:13:30.000Z",
      JobOrder: [{ EquipmentRequirement: [{ EquipmentID: [example.key] }] }],
    });
    const scope = JSON.stringify(request.HierarchyScope);
    expect(
      [...scope.matchAll(/"EquipmentID":"([^"]+)","EquipmentLevel":"([^"]+)"/g)].map((m) => [m[1], m[2]]),
    ).toEqual([
      ["site1", "Site"],
      ["press", "Area"],
      ["line2", "ProductionLine"],
      ["motor7", "WorkUnit"],
    ]);
  });

  it("is to be done within the model's horizon if nothing is known of the remaining life, and within ten years at most", () => {
    const end = (over: Partial<Failure>): string => workRequestOf(revised(over)).value.WorkRequest.EndTime;
    expect(end({ horizonHours: 24 })).toBe("2023-11-15T22:13:30.000Z");
    expect(end({ remainingLifeHours: { p10: 1e12, p50: 1e12, p90: 1e12 } })).toMatch(/^2033-/);
  });

  it("has priority 1 for a critical failure to 4 for a low one", () => {
    expect(
      SEVERITIES.map((severity) => workRequestOf(revised({ severity })).value.WorkRequest.Priority),
    ).toEqual([4, 3, 2, 1]);
  });
});

describe("a request for maintenance", () => {
  /** Numbers of the revisions that ask, of severities from the first revision on; `low!` closes, `low*` is in a group. */
  function asked(severities: readonly string[], id = "f", before?: Requested): number[] {
    let kept = before;
    return severities.flatMap((text, i) => {
      const severity = SEVERITIES.find((name) => text.startsWith(name)) ?? "low";
      const state = text.endsWith("!") ? "closed" : i === 0 ? "opened" : "updated";
      const group = text.endsWith("*") ? { group: "g" } : {};
      const decision = decide(kept, revised({ id, revision: i + 1, severity, state, ...group }), "high");
      ({ kept } = decision);
      return decision.asks ? [i + 1] : [];
    });
  }

  it.each([
    ["never below the severity", ["low", "medium", "medium"], []],
    ["once when it is first reached", ["medium", "high", "high", "high!"], [2]],
    [
      "again when the severity is another, also a lesser one",
      ["high", "critical", "critical", "medium", "high"],
      [1, 2, 4, 5],
    ],
    ["not for what closes", ["medium", "high!"], []],
    ["not in a group, but once it is set free", ["high*", "critical*", "critical", "critical"], [3]],
    ["of another severity also in a group, if it was made before", ["high", "high*", "critical*"], [1, 3]],
  ])("is made %s", (_, severities, revisions) => {
    expect(asked(severities)).toEqual(revisions);
  });

  it("is made for each failure of a machine", () => {
    expect(asked(["high"], "second", { failure: "first", severity: "high" })).toEqual([1]);
  });
});
