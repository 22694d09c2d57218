import { describe, expect, it } from "vitest";
import { alone, burst, run, RULE, sign, type Sign } from "./line.testkit.ts";

const close = (count: number, at: number): Sign[] =>
  burst(count).map(({ machine, at: openedAt }, i) => ({ machine, at: at + i, openedAt, state: "closed" }));

describe("failures of a line that are no flood", () => {
  const signs: Sign[] = [
    ...burst(5),
    { machine: "m0", at: 60, openedAt: 0, state: "updated", severity: "high", revision: 2 },
    { machine: "m1", at: 70, openedAt: 5, state: "closed", revision: 2 },
    { machine: "m0", at: 80, openedAt: 0, state: "closed", revision: 3 },
  ];

  it("go on to their assets unchanged, in order, each with its revision", () => {
    const told = run(signs);
    expect(told.groups).toEqual([]);
    expect(told.failures).toEqual(
      signs.map(sign).map(({ time, value }) => ({ key: value.asset, time, value: value.failure })),
    );
  });

  it("are those that open one after the other, however many are open in the end", () => {
    expect(run(burst(40, 121)).groups).toEqual([]);
  });

  it("are those of one machine that flaps", () => {
    const flapping = Array.from({ length: 20 }, (_, i): Sign => ({ machine: "m0", at: i * 10 }));
    expect(run(flapping).groups).toEqual([]);
  });

  it("are all, if grouping is switched off", () => {
    const told = run(burst(50, 1), { ...RULE, members: 0 });
    expect(told.groups).toEqual([]);
    expect(alone(told)).toHaveLength(50);
  });
});

describe("a flood", () => {
  it("of 12 machines within a minute leaves 5 events of their own and makes one group of 12", () => {
    const told = run(burst(12));
    expect(alone(told)).toEqual(["m0", "m1", "m2", "m3", "m4"]);
    expect(new Set(told.groups.map(({ value }) => value.id))).toEqual(
      new Set(["site1/press/line2@1700000025000"]),
    );
    expect(told.groups.map(({ value }) => value.revision)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(told.groups[0]).toMatchObject({ key: "site1/press/line2", value: { state: "opened" } });
    expect(told.groups.at(-1)?.value).toMatchObject({ state: "updated", severity: "medium" });
    expect(told.groups.at(-1)?.value.members.map((m) => m.asset)).toEqual(
      burst(12).map(({ machine }) => `site1/press/line2/${machine}`),
    );
    expect(told.groups.at(-1)?.value.action).toMatch(/^12 machines of one line at once: look for a cause/);
    expect(told.groups.at(-1)?.value.action).toMatch(/m0 was the first\.$/);
  });

  it("counts what opened within the time, and no longer", () => {
    expect(run(burst(6, 120)).groups).toHaveLength(1);
    expect(run(burst(6, 121)).groups).toEqual([]);
  });

  it("keeps the numbers of the revisions of its members", () => {
    const told = run([...burst(6), { machine: "m0", at: 60, openedAt: 0, state: "updated", revision: 2 }]);
    expect(told.failures.at(-1)?.value).toMatchObject({ revision: 2, group: told.groups[0]?.value.id });
  });

  it("is told anew if a member gets worse, and not for other changes of a member", () => {
    const told = run([
      ...burst(6),
      { machine: "m0", at: 60, openedAt: 0, state: "updated", mode: "process-change" },
      { machine: "m1", at: 70, openedAt: 5, state: "updated", severity: "critical" },
    ]);
    expect(told.groups.map(({ value }) => [value.revision, value.severity])).toEqual([
      [1, "medium"],
      [2, "critical"],
    ]);
    expect(told.groups[1]?.value.members[0]?.mode).toBe("process-change");
  });

  it("names the failure mode that most of its members show", () => {
    const told = run(burst(6).map((each) => ({ ...each, mode: "process-change" })));
    expect(told.groups[0]?.value.action).toContain("most show process-change");
  });

  it("takes a machine in once, though its failure opens a second time", () => {
    const told = run([
      ...burst(6),
      { machine: "m0", at: 60, openedAt: 0, state: "closed" },
      { machine: "m0", at: 90 },
    ]);
    const members = told.groups.at(-1)?.value.members ?? [];
    expect(members).toHaveLength(6);
    expect(members.at(-1)).toMatchObject({ asset: "site1/press/line2/m0", state: "open" });
  });

  it("is the same when one machine is behind the others", () => {
    const [last, ...before] = burst(6).toReversed();
    const told = run([...(last ? [last] : []), ...before.toReversed()]);
    expect(told.groups).toHaveLength(1);
    expect(told.groups[0]?.value.members).toEqual(run(burst(6)).groups[0]?.value.members);
  });

  it("of one line has nothing of another", () => {
    const other = "site1/press/line3";
    const both = burst(12).flatMap((each, i) => [each, ...burst(12, 5, 0, other).slice(i, i + 1)]);
    const told = run(both);
    const own = run(burst(12));
    expect(told.groups.filter(({ key }) => key !== other)).toEqual(own.groups);
    expect(told.groups.filter(({ key }) => key === other)).toHaveLength(own.groups.length);
    const few = run([...burst(4), ...burst(4, 5, 0, other)]);
    expect(few.groups).toEqual([]);
  });
});

describe("the end of a flood", () => {
  it("closes the group with its last member, and the closings are no events of their own", () => {
    const told = run([...burst(12), ...close(12, 300)]);
    expect(alone(told)).toHaveLength(5);
    const last = told.groups.at(-1)?.value;
    expect(last).toMatchObject({ state: "closed", revision: 19, closedAt: 1_700_000_311_000 });
    expect(last?.members.every((member) => member.state === "closed")).toBe(true);
    expect(last?.action).toBe("Nothing to do: all its failures have closed.");
    expect(told.states.get("site1/press/line2")?.group).toBeNull();
  });

  it("is when none opened for as long: a failure after it stands alone, though the group is open", () => {
    const told = run([...burst(12), { machine: "late", at: 55 + 601 }]);
    expect(told.failures.at(-1)?.value.group).toBeUndefined();
    expect(told.groups).toHaveLength(7);
    const joined = run([...burst(12), { machine: "late", at: 55 + 599 }]);
    expect(joined.failures.at(-1)?.value.group).toBeDefined();
  });

  it("sets free the few that stay open once there was nothing to tell of the group for as long", () => {
    const stays: Sign = { machine: "m11", at: 1_000, openedAt: 55, state: "updated", severity: "high" };
    const told = run([...burst(12), ...close(11, 300), stays]);
    expect(told.failures.at(-1)?.value.group).toBeUndefined();
    expect(told.groups.at(-1)?.value).toMatchObject({ state: "closed" });
    expect(told.groups.at(-1)?.value.action).toMatch(/told of one by one again: m11\.$/);
  });

  it("does not set free as many as would be a flood again", () => {
    const told = run([...burst(12), { machine: "m3", at: 5_000, openedAt: 15, state: "closed" }]);
    expect(told.failures.at(-1)?.value.group).toBeDefined();
    expect(told.groups.at(-1)?.value).toMatchObject({ state: "updated" });
  });

  it("lets a second flood join a group that is still open", () => {
    const second = burst(6, 5, 20).map((each) => ({ ...each, at: each.at + 2_000 }));
    const told = run([...burst(12), ...second]);
    expect(new Set(told.groups.map(({ value }) => value.id)).size).toBe(1);
    expect(told.groups.at(-1)?.value.members).toHaveLength(18);
    expect(alone(told)).toHaveLength(10);
  });

  it("is followed by a group with an id of its own", () => {
    const told = run([...burst(6), ...close(6, 100), ...burst(6, 0, 20).map((e) => ({ ...e, at: 25 }))]);
    expect(new Set(told.groups.map(({ value }) => value.id)).size).toBe(2);
  });
});

describe("a line's state", () => {
  const signs = [
    ...burst(12),
    ...close(11, 300),
    ...burst(8, 7, 20).map((e) => ({ ...e, at: e.at + 1_500 })),
  ];

  it("gives the same ids and revisions when everything is read again", () => {
    expect(run(signs)).toEqual(run(signs));
  });

  it.each([3, 6, 15, 24])("goes on after a restart at message %d as if nothing had been", (at) => {
    const before = run(signs.slice(0, at));
    const after = run(signs.slice(at), RULE, new Map(before.states));
    const whole = run(signs);
    expect([...before.failures, ...after.failures]).toEqual(whole.failures);
    expect([...before.groups, ...after.groups]).toEqual(whole.groups);
  });
});
