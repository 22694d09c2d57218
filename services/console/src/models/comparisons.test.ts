import { describe, expect, it } from "vitest";
import type { ModelComparison } from "../schema/comparison.ts";
import { comparisons } from "./comparisons.ts";
import type { CompareQuestion } from "./desk.ts";
import { comparisonOf } from "./comparison.testkit.ts";

const model = (version: string) => ({ name: "wear", version, digest: version.repeat(4) });
const QUESTION: CompareQuestion = { champion: model("1"), challenger: model("2") };

function begin() {
  let now = 1_000;
  let changes = 0;
  const errors: unknown[] = [];
  const begun: {
    question: CompareQuestion;
    tell: (count: number) => void;
    end: (result: ModelComparison | Error) => void;
  }[] = [];
  const all = comparisons({
    compare: (question, tell) =>
      new Promise((resolve, reject) => {
        begun.push({
          question,
          tell,
          end: (result) => (result instanceof Error ? reject(result) : resolve(result)),
        });
      }),
    now: () => now,
    onChange: () => void (changes += 1),
    onError: (error) => errors.push(error),
  });
  return { all, begun, errors, at: (time: number) => (now = time), changes: () => changes };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("comparisons", () => {
  it("say how far one is until it is done, and do not begin it twice", async () => {
    const { all, begun, changes } = begin();
    expect(all.ask(QUESTION)).toEqual({ state: "waiting", read: 0 });
    await settled();
    begun[0]?.tell(20_000);
    expect(all.ask(QUESTION)).toEqual({ state: "computing", read: 20_000 });
    const comparison = comparisonOf(QUESTION);
    begun[0]?.end(comparison);
    await settled();
    expect(all.ask(QUESTION)).toEqual({ state: "done", read: 20_000, computedAt: 1_000, comparison });
    expect(begun).toHaveLength(1);
    expect(changes()).toBe(3);
  });

  it("are computed one at a time", async () => {
    const { all, begun } = begin();
    all.ask(QUESTION);
    all.ask({ ...QUESTION, from: 5 });
    await settled();
    expect(begun).toHaveLength(1);
    begun[0]?.end(comparisonOf(QUESTION));
    await settled();
    expect(begun[1]?.question.from).toBe(5);
  });

  it("are computed anew on demand, and show the old one until then", async () => {
    const { all, begun, at } = begin();
    all.ask(QUESTION);
    await settled();
    const comparison = comparisonOf(QUESTION);
    begun[0]?.end(comparison);
    await settled();
    at(2_000);
    expect(all.ask(QUESTION, 900)).toMatchObject({ state: "done" });
    expect(all.ask(QUESTION, 2_000)).toMatchObject({ state: "waiting", computedAt: 1_000, comparison });
    await settled();
    expect(begun).toHaveLength(2);
  });

  it("say why one failed, and try it again on demand", async () => {
    const { all, begun, errors, at } = begin();
    all.ask(QUESTION);
    await settled();
    begun[0]?.end(new Error("the log is away"));
    await settled();
    expect(all.ask(QUESTION)).toEqual({ state: "failed", read: 0, problem: "the log is away" });
    expect(errors).toHaveLength(1);
    at(2_000);
    expect(all.ask(QUESTION, 2_000)).toEqual({ state: "waiting", read: 0 });
  });
});
