import type { Judge } from "./judge.ts";
import type { Observe } from "./observe.ts";
import { aMonth, simulateLife } from "./population.ts";

export interface HealthySettings {
  readonly machines: number;
  readonly days: number;
  readonly seed: number;
}

/** How often healthy machines were taken for failing. */
export interface HealthyFigures {
  readonly machines: number;
  readonly days: number;
  readonly windows: number;
  readonly failures: number;
  /** How many failures were opened by each rule, or by the model. */
  readonly openedBy: Readonly<Record<string, number>>;
}

/** A window every ten minutes. */
const WINDOWS_PER_DAY = 144;

/** Healthy machines of all kinds, a window every ten minutes. `progress` is told of each. */
export async function evaluateHealthy(
  { machines, days, seed }: HealthySettings,
  observe: Observe,
  judge: Judge,
  progress: (done: number, all: number) => void,
): Promise<HealthyFigures> {
  const watch = { ...aMonth(), hours: 24 * days, windows: Math.round(WINDOWS_PER_DAY * days) };
  const openedBy: Record<string, number> = {};
  let windows = 0;
  let failures = 0;
  for (let i = 0; i < machines; i++) {
    const life = simulateLife(seed + i, observe, () => watch);
    windows += life.windows.length;
    for (const { failure } of await judge(life.windows, life.states)) {
      if (failure?.state !== "opened") continue;
      failures++;
      const by = failure.basis === "rule" ? failure.rules.join(" ") : "model";
      openedBy[by] = (openedBy[by] ?? 0) + 1;
    }
    progress(i + 1, machines);
  }
  return { machines, days, windows, failures, openedBy };
}
