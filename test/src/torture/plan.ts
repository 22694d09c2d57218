import { createRandom, type Random, seedOf } from "@presage/simulator";
import { FAULT_NAMES, type FaultName, faultOf, type Suitable } from "./faults.ts";

/** One fault of one part. */
export interface Step {
  readonly fault: FaultName;
  readonly part: string;
  /** How long it lasts. */
  readonly ms: number;
  /** How long nothing is done after it. */
  readonly restMs: number;
}

/** Faults are short more often than long. */
const lengthOf = (random: Random, [from, to]: readonly [number, number], longest: number): number => {
  const most = Math.min(to, longest);
  const least = Math.min(from, most);
  return 1e3 * (least + (most - least) * random.uniform() ** 2);
};

function shuffled<T>(random: Random, all: readonly T[]): T[] {
  const left = [...all];
  return Array.from(left, () => left.splice(Math.floor(random.uniform() * left.length), 1)).flat();
}

export interface PlanOptions {
  readonly seed: number;
  /** The sum of all steps is about that, however many it takes. */
  readonly seconds: number;
  readonly only: readonly FaultName[];
  /** Beginnings of the names of parts that it is done to; default all. */
  readonly parts?: readonly string[];
  /** No fault lasts longer. */
  readonly longestSeconds?: number;
}

/**
 * What is done when, from the seed alone: every part has every fault that suits it once, in an order by chance, before one has the same again. One
 * at a time: of three brokers two must be there.
 */
export function planOf(
  all: readonly Suitable[],
  { seed, seconds, only, parts = [""], longestSeconds = 60 }: PlanOptions,
): Step[] {
  const random = createRandom(seedOf(seed, 0x7047));
  const chosen = all.filter(({ name }) => parts.some((beginning) => name.startsWith(beginning)));
  const choices = FAULT_NAMES.filter((fault) => only.includes(fault)).flatMap((fault) =>
    chosen.filter((part) => faultOf(fault).suits(part)).map((part) => ({ fault, part: part.name })),
  );
  const steps: Step[] = [];
  if (choices.length === 0) return steps;
  for (let spent = 0; spent < seconds * 1e3;)
    for (const { fault, part } of shuffled(random, choices)) {
      if (spent >= seconds * 1e3) break;
      const ms = lengthOf(random, faultOf(fault).seconds, longestSeconds);
      const restMs = 1e3 * random.between(0.5, Math.min(6, longestSeconds));
      steps.push({ fault, part, ms, restMs });
      spent += ms + restMs;
    }
  return steps;
}
