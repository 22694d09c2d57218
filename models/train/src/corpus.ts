import type { Random } from "@presage/simulator";
import { createObserver } from "./observe.ts";
import { aMonth, inHealth, simulateLife, toFailure, type Watch } from "./population.ts";
import { readLives } from "./recordings.ts";
import { type Row, rowsOf } from "./rows.ts";

/** What is known of one machine: the rows of its life. */
export interface Course {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Machines to learn from, and machines to judge by. */
export interface Corpus {
  readonly training: readonly Course[];
  /** To calibrate the probabilities and the band. */
  readonly validation: readonly Course[];
  /** Machines that stay healthy, to learn how often they raise a false alarm. */
  readonly healthy: readonly Course[];
  readonly test: readonly Course[];
  /** Real runs to failure. */
  readonly recordings: readonly Course[];
}

export const SEED = 20_260;

/** Machines of each part of the corpus; of those to train on every third stays healthy. */
export const MACHINES = { training: 320, validation: 80, healthy: 40, test: 80 } as const;

const HEALTHY_EVERY = 3;

const mixed = (i: number): ((random: Random) => Watch) => (i % HEALTHY_EVERY === 0 ? inHealth : toFailure);

/** Simulates the machines, and reads recordings if there are any. `progress` is told of each. */
export async function makeCorpus(
  recordings: string | undefined,
  progress: (done: number, all: number) => void,
): Promise<Corpus> {
  const observe = await createObserver();
  const all = Object.values(MACHINES).reduce((sum, n) => sum + n, 0);
  let done = 0;
  const simulate = (count: number, watchOf: (i: number) => (random: Random) => Watch): Course[] =>
    Array.from({ length: count }, (_, i) => {
      const life = simulateLife(SEED + done, observe, watchOf(i));
      progress(++done, all);
      return { name: life.name, rows: rowsOf(life) };
    });
  return {
    training: simulate(MACHINES.training, mixed),
    validation: simulate(MACHINES.validation, mixed),
    healthy: simulate(MACHINES.healthy, () => aMonth),
    test: simulate(MACHINES.test, () => toFailure),
    recordings:
      recordings === undefined
        ? []
        : (await readLives(recordings)).map((life) => ({ name: life.name, rows: rowsOf(life) })),
  };
}
