import type { ModelReference, Prediction } from "@presage/contracts";
import { decide, type DecisionRule, QUIET } from "@presage/scorer";
import type { OpenedFailure } from "./comparison.ts";

/** A model and how its risks are decided on. */
export interface Contender {
  readonly model: ModelReference;
  readonly rule: DecisionRule;
}

/** An asset's failures, as one model alone would have opened them. */
export interface Life {
  take(prediction: Prediction): void;
  readonly opened: readonly OpenedFailure[];
}

/** Both models begin with nothing open, so that neither is ahead. */
export function beginLife(key: string, { rule }: Contender): Life {
  const opened: OpenedFailure[] = [];
  let state = QUIET;
  return {
    opened,
    take(prediction) {
      const [next, failure] = decide(state, key, prediction, rule);
      state = next;
      if (failure?.state === "opened")
        opened.push({ asset: key, openedAt: failure.openedAt, closedAt: null, basis: failure.basis });
      const last = opened.at(-1);
      if (failure?.state === "closed" && last !== undefined)
        opened[opened.length - 1] = { ...last, closedAt: failure.updatedAt };
    },
  };
}

/** The failure that was open at a moment, if one was. One that opened at that moment came too late. */
export const openAt = (opened: readonly OpenedFailure[], at: number): OpenedFailure | undefined =>
  opened.find((failure) => failure.openedAt < at && (failure.closedAt === null || failure.closedAt >= at));
