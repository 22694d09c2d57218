import type { ComparisonAnswer, ModelComparison } from "../schema/comparison.ts";
import type { CompareQuestion, ModelDesk } from "./desk.ts";

/** Comparisons that were asked for: computed one at a time, and kept. */
export interface Comparisons {
  /**
   * What is known of a comparison. It is begun if it was never computed, or not since `after`, epoch milliseconds; whoever asks again
   * learns how far it is.
   */
  ask(question: CompareQuestion, after?: number): ComparisonAnswer;
  close(): Promise<void>;
}

interface Kept {
  state: ComparisonAnswer["state"];
  read: number;
  /** When it was begun: what came into the log later is not in it. */
  begunAt: number;
  computedAt?: number;
  comparison?: ModelComparison;
  problem?: string;
}

/** Of questions; those that were asked for longest ago are forgotten. */
const MOST_KEPT = 20;

export interface ComparisonsOptions {
  readonly compare: ModelDesk["compare"];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told whenever an answer is another one. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export function comparisons({ compare, now, onChange, onError }: ComparisonsOptions): Comparisons {
  const kept = new Map<string, Kept>();
  let working = Promise.resolve();
  let closed = false;

  async function compute(question: CompareQuestion, entry: Kept): Promise<void> {
    if (closed) return;
    entry.state = "computing";
    entry.begunAt = now();
    onChange();
    try {
      entry.comparison = await compare(question, (count) => {
        entry.read = count;
        onChange();
      });
      entry.computedAt = entry.begunAt;
      entry.state = "done";
    } catch (error) {
      if (closed) return;
      entry.state = "failed";
      entry.problem = error instanceof Error ? error.message : String(error);
      onError(error);
    }
    onChange();
  }

  function begin(question: CompareQuestion, key: string): Kept {
    const { comparison, computedAt } = kept.get(key) ?? {};
    const entry: Kept = {
      state: "waiting",
      read: 0,
      begunAt: now(),
      ...(comparison && { comparison }),
      ...(computedAt !== undefined && { computedAt }),
    };
    kept.set(key, entry);
    working = working.then(() => compute(question, entry));
    return entry;
  }

  return {
    ask(question, after = 0) {
      const key = JSON.stringify([
        question.champion.digest,
        question.challenger.digest,
        question.from ?? null,
        question.to ?? null,
      ]);
      const known = kept.get(key);
      const isOver = known?.state === "done" || known?.state === "failed";
      const entry = known === undefined || (isOver && known.begunAt < after) ? begin(question, key) : known;
      kept.delete(key);
      kept.set(key, entry);
      forgetOldest(kept);
      const { begunAt: _begun, ...answer } = entry;
      return answer;
    },
    async close() {
      closed = true;
      await working;
    },
  };
}

function forgetOldest(kept: Map<string, Kept>): void {
  for (const [key, { state }] of kept) {
    if (kept.size <= MOST_KEPT) return;
    if (state === "done" || state === "failed") kept.delete(key);
  }
}
