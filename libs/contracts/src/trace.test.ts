import { describe, expect, it } from "vitest";
import { traceContext, traceId } from "./trace.ts";

// The example of W3C Trace Context, 3.2.2.
const PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

describe("the trace context of a message", () => {
  it("is what the message says", () => {
    expect(traceContext(PARENT)).toEqual({ traceparent: PARENT });
    expect(traceContext(PARENT, "congo=t61rcWkgMzE")).toEqual({
      traceparent: PARENT,
      tracestate: "congo=t61rcWkgMzE",
    });
    expect(traceId({ traceparent: PARENT })).toBe("0af7651916cd43dd8448eb211c80319c");
  });

  it.each([
    ["nothing", undefined],
    ["no text", 7],
    ["several values", [PARENT, PARENT]],
    ["a trace that nobody records", PARENT.replace(/01$/, "00")],
    ["a trace id of zeros", PARENT.replace(/[0-9a-f]{32}/, "0".repeat(32))],
    ["a span id of zeros", PARENT.replace("b7ad6b7169203331", "0".repeat(16))],
    ["capital letters", PARENT.toUpperCase()],
    ["a version that is not known", PARENT.replace(/^00/, "01")],
    ["something behind it", `${PARENT}\r\nx`],
  ])("is none where there is %s", (_, traceparent) => {
    expect(traceContext(traceparent)).toBeUndefined();
  });

  it("leaves out a state that is no text or too long", () => {
    expect(traceContext(PARENT, ["a=1", "b=2"])).toEqual({ traceparent: PARENT });
    expect(traceContext(PARENT, "a".repeat(513))).toEqual({ traceparent: PARENT });
  });
});
