import { setTimeout as delay } from "node:timers/promises";
import type { Drift, Scores } from "@presage/model";
import { type Fault, type Health, type HealthLimits, watchHealth } from "./health.ts";
import type { Batch, LiveModel } from "./stage.ts";
import { takeBack, type TakeBackSettings, type TakenBack } from "./take-back.ts";

export interface GuardSettings extends TakeBackSettings {
  readonly limits: HealthLimits;
  /** Told of every batch, and how long it took. */
  readonly onScored: (model: LiveModel, windows: number, milliseconds: number) => void;
  /** Told of the drift of a model's inputs, period by period. */
  readonly onDrift: (model: LiveModel, drifts: readonly Drift[]) => void;
  /** Told what is wrong with a model, and what was done about it. */
  readonly onFault: (model: LiveModel, fault: Fault, done: readonly TakenBack[]) => void;
  /** Told when the registry cannot be asked; it is asked again a second later. */
  readonly onError: (error: unknown) => void;
}

/** Looks after the models that are asked, and takes back those that do harm. */
export interface Guard {
  /** Lets a model score a batch. One that throws has given no finite risk: its windows are judged by the limits. */
  score(model: LiveModel, batch: Batch): Promise<Scores>;
  close(): Promise<void>;
}

const RETRY_MS = 1_000;

export function guardModels(settings: GuardSettings): Guard {
  const { limits, onScored, onDrift, onFault, onError } = settings;
  const stop = new AbortController();
  const working = new Set<Promise<void>>();
  /** By the model as it was opened: one that goes live again begins anew. */
  const healths = new WeakMap<LiveModel, Health>();

  function healthOf(model: LiveModel): Health {
    const known = healths.get(model);
    if (known !== undefined) return known;
    const health = watchHealth(model, limits, (drifts) => onDrift(model, drifts));
    healths.set(model, health);
    return health;
  }

  async function handle(model: LiveModel, fault: Fault): Promise<void> {
    while (!stop.signal.aborted)
      try {
        return onFault(model, fault, await takeBack(model, fault, settings));
      } catch (error) {
        onError(error);
        await delay(RETRY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      }
  }

  return {
    async score(model, batch) {
      const begin = performance.now();
      const scores = await attempt(model, batch);
      const milliseconds = performance.now() - begin;
      onScored(model, batch.keys.length, milliseconds);
      const fault = healthOf(model).look(batch, scores, milliseconds);
      if (fault !== null) {
        const work = handle(model, fault).finally(() => working.delete(work));
        working.add(work);
      }
      return scores;
    },
    async close() {
      stop.abort();
      await Promise.all(working);
    },
  };
}

async function attempt(model: LiveModel, { rows, keys }: Batch): Promise<Scores> {
  try {
    return await model.score(rows, keys.length);
  } catch {
    return { risks: new Float32Array(keys.length).fill(NaN), remaining: null };
  }
}
