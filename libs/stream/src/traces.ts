import type { TraceContext, TraceSpan } from "@presage/contracts";
import type { Output } from "./stage.ts";

/** What a step on traced messages put out. */
export interface TracedStep {
  readonly key: string;
  /** The contexts of the messages, in the order they came; at least one. */
  readonly causes: readonly [TraceContext, ...TraceContext[]];
  readonly outputs: readonly Output[];
}

/** Makes spans. */
export interface Tracer {
  /** Begins the span of a step, which began at an epoch time in milliseconds; it ends when what came of the step is committed. */
  begin?(step: TracedStep, beganAt: number): TraceSpan;
}

/** The spans of a poll's steps, and with which context their outputs go on. */
export interface Traces {
  of(output: Output): TraceContext | undefined;
  end(error?: unknown): void;
}

const NONE: Traces = { of: () => undefined, end: () => undefined };

/**
 * Where nobody makes spans the outputs have the context of the last cause, so that what is not traced here is still one trace.
 * @param seconds since the work began
 */
export function followTraces(steps: readonly TracedStep[], tracer: Tracer, seconds: () => number): Traces {
  if (steps.length === 0) return NONE;
  const beganAt = Date.now() - seconds() * 1e3;
  const contexts = new Map<Output, TraceContext>();
  const spans: TraceSpan[] = [];
  for (const step of steps) {
    const span = tracer.begin?.(step, beganAt);
    if (span !== undefined) spans.push(span);
    const context = span?.context ?? step.causes.at(-1) ?? step.causes[0];
    for (const output of step.outputs) contexts.set(output, context);
  }
  return {
    of: (output) => contexts.get(output),
    end(error) {
      for (const span of spans) span.end(error);
    },
  };
}
