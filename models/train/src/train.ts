import { type GoldenCase, type ModelInput, openScorer, type PackageParts, writePackage } from "@presage/model";
import type { FeatureWindow } from "@presage/contracts";
import { cardOf } from "./card.ts";
import { evaluate, labelsOf, risksOf, rowsOf } from "./evaluate.ts";
import { fitNetwork, type Rows } from "./fit.ts";
import { fitInputs } from "./inputs.ts";
import { opening, quantile } from "./metrics.ts";
import type { Observe } from "./observe.ts";
import { fitPlatt } from "./platt.ts";
import { type Life, LIFE_HOURS, simulateLife, WINDOWS_PER_LIFE } from "./population.ts";

const SEED = 20_260;
const HORIZON_HOURS = 24;
const MACHINES = { train: 240, validation: 80, test: 80 } as const;
const NETWORK = { hidden: [32, 16], epochs: 40, batch: 128, learningRate: 2e-3, decay: 2e-4, masked: 0.04 };

/** Wear below which a machine is healthy. */
const HEALTHY = 0.06;

/** The decision rule: at least `threshold`, higher if more than this share of early windows would pass it. */
const OPENING = { k: 3, n: 5, threshold: 0.5, earlyShare: 0.002 } as const;

const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** Trains the default model and writes its package into a folder. */
export async function train(directory: string, observe: Observe): Promise<void> {
  const lives = simulate(observe);
  const validationFrom = MACHINES.train;
  const testFrom = validationFrom + MACHINES.validation;
  const [training, validation, test] = [
    lives.slice(0, validationFrom),
    lives.slice(validationFrom, testFrom),
    lives.slice(testFrom),
  ];
  const inputs = fitInputs(training.flat().filter((e) => e.wear < HEALTHY).map((e) => e.window));
  const fitted = await fitNetwork(rows(training, inputs), {
    ...NETWORK,
    seed: SEED,
    onEpoch: (epoch, loss) => log(`epoch ${epoch} of ${NETWORK.epochs}: cross-entropy ${loss.toFixed(4)}`),
  });

  const held = rows(validation, inputs);
  const { a, b } = fitPlatt(fitted.logits(held.inputs), held.labels);
  const draft: PackageParts = {
    manifest: manifestOf(inputs, { a: digits(a), b: digits(b) }),
    network: fitted.network,
    golden: [],
    card: "",
  };
  const scorer = await openScorer({ ...draft, manifest: { format: "presage-model/1", files: {}, ...draft.manifest }, digest: "" });
  const risks = (life: Life): number[] => risksOf(life.map((e) => e.window), inputs, scorer);

  const early = validation.flatMap((life) => risks(life).filter((_, i) => (life[i]?.hoursLeft ?? 0) > 2 * HORIZON_HOURS));
  const threshold = Math.max(OPENING.threshold, Math.ceil(20 * quantile(early, 1 - OPENING.earlyShare)) / 20);
  const decision = { ...draft.manifest.decision, threshold, clearThreshold: threshold / 2 };
  const metrics = evaluate(test, test.map(risks), HORIZON_HOURS, decision);
  log(`threshold ${threshold}; on ${test.length} machines kept for testing: ${JSON.stringify(metrics)}`);
  const manifest = { ...draft.manifest, decision, metrics };
  const golden = goldenCases(test, inputs, risks);
  scorer.close();
  await writePackage(directory, { ...draft, manifest, golden, card: cardOf(manifest) });
  log(`written to ${directory}`);
}
