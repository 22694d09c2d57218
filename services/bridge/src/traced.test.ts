import type { TraceContext } from "@presage/contracts";
import type { SpanStart, Tracing } from "@presage/service";
import { describe, expect, it } from "vitest";
import type { Arrival } from "./intake.ts";
import { traced } from "./traced.ts";

const context = (n: number): TraceContext => ({
  traceparent: `00-${String(n).padStart(32, "0")}-${String(n).padStart(16, "0")}-01`,
});
const arrival = (topic: string, trace?: TraceContext): Arrival => ({
  topic,
  payload: new Uint8Array(3),
  receivedAt: 7,
  ...(trace && { trace }),
});

/** Notes spans, which get the contexts 101, 102, … */
function notes(sample: number) {
  const begun: SpanStart[] = [];
  const ended: unknown[] = [];
  const tracing: Tracing = {
    sample,
    begin(start) {
      begun.push(start);
      return { context: context(100 + begun.length), end: (error) => void ended.push(error) };
    },
    close: () => Promise.resolve(),
  };
  return { tracing, begun, ended };
}

describe("messages of devices", () => {
  it("go on as they are where nothing is traced", async () => {
    const seen: (readonly Arrival[])[] = [];
    const all = [arrival("a", context(1)), arrival("b")];
    await traced(undefined, (each) => (seen.push(each), Promise.resolve()))(all);
    expect(seen).toEqual([all]);
  });

  it("continue the trace of their device, and begin one of their own as often as is asked for", async () => {
    const { tracing, begun, ended } = notes(0.5);
    const seen: (TraceContext | undefined)[] = [];
    const chances = [0.4, 0.6];
    const handle = traced(
      tracing,
      (all) => {
        expect(ended).toEqual([]);
        seen.push(...all.map(({ trace }) => trace));
        return Promise.resolve();
      },
      () => chances.shift() ?? 1,
    );
    await handle([arrival("a", context(1)), arrival("b"), arrival("c")]);
    expect(begun.map(({ causes, beganAt }) => [causes, beganAt])).toEqual([
      [[context(1)], 7],
      [[], 7],
    ]);
    expect(seen).toEqual([context(101), context(102), undefined]);
    expect(ended).toEqual([undefined, undefined]);
  });

  it("have a span that says that they did not come into the log", async () => {
    const { tracing, ended } = notes(1);
    const away = new Error("away");
    await expect(traced(tracing, () => Promise.reject(away))([arrival("a")])).rejects.toBe(away);
    expect(ended).toEqual([away]);
  });
});
