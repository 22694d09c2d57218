import { describe, expect, it } from "vitest";
import { Agenda } from "./agenda.ts";

describe("an agenda", () => {
  it("names keys once their time has come, soonest first, each once", () => {
    const agenda = new Agenda();
    agenda.note("b", 20);
    agenda.note("a", 10);
    agenda.note("c", 30);
    expect(agenda.due(9)).toEqual([]);
    expect(agenda.due(20)).toEqual(["a", "b"]);
    expect(agenda.due(20)).toEqual([]);
    expect(agenda.due(30)).toEqual(["c"]);
  });

  it("keeps the earlier of two times of a key", () => {
    const agenda = new Agenda();
    agenda.note("a", 20);
    agenda.note("a", 10);
    agenda.note("a", 30);
    expect(agenda.due(10)).toEqual(["a"]);
    expect(agenda.due(100)).toEqual([]);
  });

  it("takes a key again that was named, also for a time that is left over from before", () => {
    const agenda = new Agenda();
    agenda.note("a", 20);
    agenda.note("a", 10);
    expect(agenda.due(10)).toEqual(["a"]);
    agenda.note("a", 20);
    expect(agenda.due(20)).toEqual(["a"]);
  });

  it("never names a key that is never to be looked at", () => {
    const agenda = new Agenda();
    agenda.note("a", Infinity);
    expect(agenda.due(Infinity)).toEqual([]);
  });

  it("begins with what is overdue from the start", () => {
    const agenda = new Agenda();
    agenda.note("a", -Infinity);
    expect(agenda.due(0)).toEqual(["a"]);
  });
});
