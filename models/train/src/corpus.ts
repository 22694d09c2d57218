import { createObserver } from "./observe.ts";
import { inHealth, simulateLife, toFailure } from "./population.ts";
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

/** Machines of each part of the corpus; of those to train on every fourth stays healthy. */
export const MACHINES = { training: 320, validation: 80, healthy: 60, test: 80 } as const;

const HEALTHY_EVERY = 4;

/** Simulates the machines, and reads recordings if there are any. `progress` is told of each. */
export async function makeCorpus(
  recordings: string | undefined,
  progress: (done: number, all: number) => void,
): Promise<Corpus> {
  const observe = await createObserver();
  const all = Object.values(MACHINES).reduce((sum, n) => sum + n, 0);
  let done = 0;
  const simulate = (count: number, isHealthy: (i: number) => boolean): Course[] =>
    Array.from({ length: count }, (_, i) => {
      const life = simulateLife(SEED + done, observe, isHealthy(i) ? inHealth : toFailure);
      progress(++done, all);
      return { name: life.name, rows: rowsOf(life) };
    });
  return {
    training: simulate(MACHINES.training, (i) => i % HEALTHY_EVERY === 0),
    validation: simulate(MACHINES.validation, (i) => i % HEALTHY_EVERY === 0),
    healthy: simulate(MACHINES.healthy, () => true),
    test: simulate(MACHINES.test, () => false),
    recordings:
      recordings === undefined
        ? []
        : (await readLives(recordings, observe)).map((life) => ({ name: life.name, rows: rowsOf(life) })),
  };
}
