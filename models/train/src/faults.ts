import type { FailureMode } from "@presage/contracts";
import { type Fault, FAULTS } from "@presage/simulator";
import { type FaultLife, type FaultLifeSettings, simulateFault } from "./fault-life.ts";
import type { Judge, Judged } from "./judge.ts";
import { quantile } from "./metrics.ts";
import type { Observe } from "./observe.ts";

export interface FaultsSettings extends Omit<FaultLifeSettings, "fault"> {
  /** Machines per fault; `seed` is that of the first. */
  readonly machines: number;
}

/** How well the machines with one fault were judged. Shares are of the machines, unless said otherwise. */
export interface FaultFigures {
  readonly fault: Fault;
  readonly machines: number;
  /** A failure was opened after wear began and before the limit … */
  readonly found: number;
  /** … because of the model's risk, or of a rule. */
  readonly byModel: number;
  readonly byRule: number;
  /** Median share of the life that was left at opening, of those found; null of none. */
  readonly medianLead: number | null;
  /** Of those found: with the right mode first at opening; null of none. */
  readonly rightAtOpening: number | null;
  readonly rightAtLimit: number;
  /** Failures that were opened before wear began. */
  readonly falseOpenings: number;
}

/** What came of one machine. */
interface Outcome {
  /** Share of life at opening; null if it was not found. */
  readonly opened: number | null;
  readonly basis: "model" | "rule" | null;
  readonly rightAtOpening: boolean;
  readonly rightAtLimit: boolean;
  readonly falseOpenings: number;
}

/** What a fault should be called: of a bearing that wears all over no part can be named. */
export const modeOf = (fault: Fault): FailureMode => (fault === "distributed" ? "bearing-wear" : fault);

/** Machines of every fault, from new to the limit, through the stages of the services. `progress` is told of each. */
export async function evaluateFaults(
  { machines, seed, ...settings }: FaultsSettings,
  observe: Observe,
  judge: Judge,
  progress: (done: number, all: number) => void,
): Promise<FaultFigures[]> {
  const figures: FaultFigures[] = [];
  for (const [f, fault] of FAULTS.entries()) {
    const outcomes: Outcome[] = [];
    for (let i = 0; i < machines; i++) {
      const life = simulateFault({ ...settings, fault, seed: seed + i }, observe);
      outcomes.push(outcomeOf(life, await judge(life.windows)));
      progress(f * machines + i + 1, FAULTS.length * machines);
    }
    figures.push(figuresOf(fault, outcomes));
  }
  return figures;
}

function outcomeOf({ fault, shares, onset }: FaultLife, judged: readonly Judged[]): Outcome {
  const opened = judged.flatMap(({ failure }, i) =>
    failure?.state === "opened" ? [{ failure, share: shares[i] ?? NaN }] : [],
  );
  const first = opened.find(({ share }) => share > onset && share < 1);
  const isRight = (modes: Judged["prediction"]["modes"]): boolean => modes?.[0]?.mode === modeOf(fault);
  return {
    opened: first?.share ?? null,
    basis: first?.failure.basis ?? null,
    rightAtOpening: isRight(first?.failure.modes),
    rightAtLimit: isRight(judged.at(-1)?.prediction.modes),
    falseOpenings: opened.filter(({ share }) => share <= onset).length,
  };
}

function figuresOf(fault: Fault, outcomes: readonly Outcome[]): FaultFigures {
  const machines = outcomes.length;
  const found = outcomes.filter(({ opened }) => opened !== null);
  const leads = found.map(({ opened }) => 1 - (opened ?? NaN));
  const share = (of: readonly Outcome[], is: (outcome: Outcome) => boolean): number =>
    of.filter(is).length / of.length;
  return {
    fault,
    machines,
    found: found.length / machines,
    byModel: share(outcomes, ({ basis }) => basis === "model"),
    byRule: share(outcomes, ({ basis }) => basis === "rule"),
    medianLead: found.length === 0 ? null : quantile(leads, 0.5),
    rightAtOpening: found.length === 0 ? null : share(found, ({ rightAtOpening }) => rightAtOpening),
    rightAtLimit: share(outcomes, ({ rightAtLimit }) => rightAtLimit),
    falseOpenings: outcomes.reduce((sum, outcome) => sum + outcome.falseOpenings, 0),
  };
}
