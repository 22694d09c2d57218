import type { ModelInput } from "@presage/model";
import type { Corpus } from "./corpus.ts";
import { type FittedNetwork, fitNetwork } from "./fit.ts";
import { fitInputs } from "./inputs.ts";
import { inputsOf, type Row } from "./rows.ts";
import { targetsOf } from "./survival.ts";

export const NETWORK = {
  hidden: [12, 8],
  epochs: 14,
  batch: 512,
  learningRate: 4e-3,
  decay: 1e-4,
  masked: 0.05,
  noise: 0.15,
};

/** All recordings together weigh as much in the likelihood as this share of the simulated rows. */
const RECORDINGS_WEIGHT = 0.5;

/** Windows of machines that stay healthy weigh more: in a plant they are nearly all there is. */
const HEALTHY_WEIGHT = 5;

/** Rows of each life that are learned from, evenly over it: neighbours say the same. */
const ROWS_PER_LIFE = 100;

/** A network that gives hazards, not calibrated, and what it takes. */
export interface Hazards {
  readonly inputs: ModelInput[];
  readonly network: FittedNetwork;
}

/** Fits the hazards on simulated machines and on the recordings that are not named in `without`. */
export async function fitHazards(
  corpus: Corpus,
  seed: number,
  without: readonly string[] = [],
  onEpoch: (epoch: number, loss: number) => void = () => undefined,
): Promise<Hazards> {
  const simulated = corpus.training.flatMap(({ rows }) => thinned(rows));
  const recorded = corpus.recordings
    .filter(({ name }) => !without.includes(name))
    .flatMap(({ rows }) => rows);
  const rows = [...simulated, ...recorded];
  const inputs = fitInputs(rows);
  const targets = targetsOf(rows, weightsOf(simulated, recorded));
  const network = await fitNetwork(
    { width: inputs.length, inputs: inputsOf(rows, inputs), targets },
    { ...NETWORK, seed, onEpoch },
  );
  return { inputs, network };
}

/** Log-odds of the hazards of a recording's rows. */
export type HeldOut = (recording: string, without: readonly string[]) => Promise<Float32Array>;

/**
 * Log-odds that a network without a recording gives for it (cross-fitting), and without some others besides. Each network is fitted
 * once, for all recordings that it never saw.
 */
export function heldOutHazards(corpus: Corpus, seed: number): HeldOut {
  const known = new Map<string, Promise<ReadonlyMap<string, Float32Array>>>();
  const fit = async (names: readonly string[]): Promise<ReadonlyMap<string, Float32Array>> => {
    const { inputs, network } = await fitHazards(corpus, seed, names);
    const unseen = corpus.recordings.filter(({ name }) => names.includes(name));
    const logits = unseen.map(({ name, rows }) => [name, network.logits(inputsOf(rows, inputs))] as const);
    network.close();
    return new Map(logits);
  };
  return async (recording, without) => {
    const names = [recording, ...without].toSorted();
    const key = names.join("\n");
    if (!known.has(key)) known.set(key, fit(names));
    return (await known.get(key))?.get(recording) ?? new Float32Array(0);
  };
}

/** Weights of simulated rows, then of recorded ones. */
export function weightsOf(simulated: readonly Row[], recorded: readonly Row[]): number[] {
  const share = (RECORDINGS_WEIGHT * simulated.length) / recorded.length;
  return [...simulated.map((row) => (row.failed ? 1 : HEALTHY_WEIGHT)), ...recorded.map(() => share)];
}

export const thinned = (rows: readonly Row[]): Row[] => {
  const stride = Math.max(1, Math.floor(rows.length / ROWS_PER_LIFE));
  return rows.filter((_, i) => i % stride === 0);
};
