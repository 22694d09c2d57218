import { type Failure, failures, type Message } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { WorkRequests } from "./work-requests.ts";

const NOTHING: ReadonlyMap<string, Uint8Array> = new Map();
const revision = (
  number: number,
  severity: Failure["severity"],
  over: Partial<Failure> = {},
): Message<Failure> => ({
  ...failures.example,
  value: { ...failures.example.value, revision: number, severity, ...over },
});
/** The revisions that ask for maintenance. */
const asked = (requests: WorkRequests, ...messages: Message<Failure>[]): string[] =>
  requests.take(messages).map(({ event }) => event.id.split(".").at(-1) ?? "");

describe("requests for maintenance", () => {
  it("are not made if nobody wants them", () => {
    const requests = new WorkRequests(NOTHING, undefined);
    expect(asked(requests, revision(1, "critical"))).toEqual([]);
    expect(requests.changed().size).toBe(0);
  });

  it("go on after a restart from what the log keeps", () => {
    const before = new WorkRequests(NOTHING, "high");
    expect(asked(before, revision(1, "medium"), revision(2, "high"), revision(3, "high"))).toEqual(["2"]);
    const after = new WorkRequests(before.changed(), "high");
    expect(asked(after, revision(4, "high"), revision(5, "critical"))).toEqual(["5"]);
  });

  it("are the same when a poll comes again, of which the log kept nothing", () => {
    const poll = [revision(1, "high"), revision(2, "critical")];
    const [once, again] = [new WorkRequests(NOTHING, "high"), new WorkRequests(NOTHING, "high")];
    expect(once.take(poll)).toEqual(again.take(poll));
    expect(once.take(poll.slice(1))).toEqual([]);
  });

  it("leave nothing in the log once the failure has closed", () => {
    const requests = new WorkRequests(NOTHING, "low");
    asked(requests, revision(1, "low"));
    const key = `requested/${failures.example.key}`;
    expect(requests.changed().get(key)?.byteLength).toBeGreaterThan(0);
    expect(requests.changed().size).toBe(0);
    expect(asked(requests, revision(2, "low", { state: "closed" }))).toEqual([]);
    expect(requests.changed().get(key)?.byteLength).toBe(0);
  });
});
