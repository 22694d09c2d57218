import type { Commit } from "@presage/stream";
import { describe, expect, it } from "vitest";
import { Ledger } from "./ledger.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const commit = (offsets: Record<string, number>): Commit => ({
  outputs: [],
  states: new Map([["pump", bytes("state")]]),
  offsets: new Map(Object.entries(offsets)),
});
/** What a state topic holds after some commits. */
function written(...commits: readonly Commit[]): Map<string, Uint8Array> {
  const ledger = new Ledger(new Map(), new Map());
  const states = new Map<string, Uint8Array>();
  for (const each of commits) {
    for (const [key, value] of ledger.enter(each).states) states.set(key, value);
    ledger.made(each);
  }
  return states;
}

describe("the ledger of a claim", () => {
  it("finds states and offsets of one commit, and is not among the states", () => {
    const states = written(commit({ samples: 5 }), commit({ feedback: 2 }));
    const offsets = new Map([
      ["samples", 5],
      ["feedback", 2],
    ]);
    expect(new Ledger(offsets, states).offsets).toEqual(offsets);
    expect([...states.keys()]).toEqual(["pump"]);
  });

  it.each([
    ["states that lack the last commit", 5, 9],
    ["offsets that lack the last commit", 9, 5],
  ])("refuses %s", (_, ofStates, ofGroup) => {
    const states = written(commit({ samples: ofStates }));
    expect(() => new Ledger(new Map([["samples", ofGroup]]), states)).toThrow(
      expect.objectContaining({ code: "BROKER_UNAVAILABLE" }),
    );
  });

  it("still has the offsets that Kafka has forgotten", () => {
    const states = written(commit({ samples: 5 }));
    expect(new Ledger(new Map(), states).offsets).toEqual(new Map([["samples", 5]]));
  });

  it("takes states of before there was a ledger as they are", () => {
    const states = new Map([["pump", bytes("state")]]);
    expect(new Ledger(new Map([["samples", 5]]), states).offsets).toEqual(new Map([["samples", 5]]));
  });
});
