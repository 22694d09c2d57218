import {
  drivers,
  type GoldenCase,
  type ModelInput,
  openScorer,
  type PackageParts,
  writePackage,
} from "@presage/model";
import type { FeatureWindow } from "@presage/contracts";
import { cardOf } from "./card.ts";
import { evaluate, type Judged, labelsOf, risksOf, rowsOf } from "./evaluate.ts";
import { fitNetwork, type Rows } from "./fit.ts";
import { fitInputs } from "./inputs.ts";
import { quantile } from "./metrics.ts";
import type { Observe } from "./observe.ts";
import { fitPlatt } from "./platt.ts";
import { type Life, LIFE_HOURS, simulateLife, WINDOWS_PER_LIFE } from "./population.ts";

const SEED = 20_260;
const HORIZON_HOURS = 24;
const MACHINES = { train: 240, validation: 80, test: 80 } as const;
const NETWORK = { hidden: [32, 16], epochs: 40, batch: 128, learningRate: 2e-3, decay: 2e-4, masked: 0.04 };

const GOLDEN_CASES = 16;

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
  const inputs = fitInputs(
    training
      .flat()
      .filter((e) => e.wear < HEALTHY)
      .map((e) => e.window),
  );
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
  const unwritten = { format: "presage-model/1", files: {}, ...draft.manifest } as const;
  const scorer = await openScorer({ ...draft, manifest: unwritten, digest: "" });
  const risks = (life: Life): number[] =>
    risksOf(
      life.map((e) => e.window),
      inputs,
      scorer,
    );

  const early = validation.flatMap((life) =>
    risks(life).filter((_, i) => (life[i]?.hoursLeft ?? 0) > 2 * HORIZON_HOURS),
  );
  const threshold = Math.max(OPENING.threshold, Math.ceil(20 * quantile(early, 1 - OPENING.earlyShare)) / 20);
  const decision = { ...draft.manifest.decision, threshold, clearThreshold: threshold / 2 };
  const ends = test.map((_, i) => simulateLife(SEED + testFrom + i, observe, 2 * HORIZON_HOURS));
  const judged = (of: readonly Life[]): Judged => ({ lives: of, risks: of.map(risks) });
  const metrics = evaluate(judged(test), judged(ends), HORIZON_HOURS, decision);
  log(`threshold ${threshold}; on ${test.length} machines kept for testing: ${JSON.stringify(metrics)}`);
  const manifest = { ...draft.manifest, decision, metrics };
  const golden = goldenCases(test, inputs, risks);
  scorer.close();
  await writePackage(directory, { ...draft, manifest, golden, card: cardOf(manifest) });
  log(`written to ${directory}`);
}

function simulate(observe: Observe): Life[] {
  const count = MACHINES.train + MACHINES.validation + MACHINES.test;
  return Array.from({ length: count }, (_, i) => {
    if (i % 50 === 0) log(`simulating machine ${i} of ${count}`);
    return simulateLife(SEED + i, observe);
  });
}

const rows = (lives: readonly Life[], inputs: readonly ModelInput[]): Rows => ({
  width: inputs.length,
  inputs: rowsOf(windowsOf(lives), inputs),
  labels: Float32Array.from(lives.flatMap((life) => labelsOf(life, HORIZON_HOURS))),
});

const windowsOf = (lives: readonly Life[]): FeatureWindow[] => lives.flat().map((example) => example.window);

function manifestOf(inputs: ModelInput[], { a, b }: { a: number; b: number }): PackageParts["manifest"] {
  const machines = MACHINES.train + MACHINES.validation + MACHINES.test;
  return {
    name: "bearing-wear",
    version: "1.0.0",
    description:
      "Wear of rolling bearings in rotating machines, from vibration and temperature of one window.",
    licence: "Apache-2.0",
    assetClasses: ["rotating-machine"],
    inputs,
    outputs: { risk: "failure of the machine within the horizon", horizonHours: HORIZON_HOURS },
    calibration: { method: "platt", a, b },
    decision: {
      threshold: OPENING.threshold,
      k: OPENING.k,
      n: OPENING.n,
      clearThreshold: 0,
      clearWindows: 6,
    },
    training: {
      data: "Simulated rotating machines (libs/simulator)",
      machines,
      windows: machines * WINDOWS_PER_LIFE,
      split: `${MACHINES.train} to train, ${MACHINES.validation} to calibrate and set the threshold, ${MACHINES.test} to test`,
      life: `${LIFE_HOURS.join(" to ")} hours`,
      network: `hidden layers of ${NETWORK.hidden.join(" and ")} units, ${NETWORK.epochs} epochs of Adam`,
      seed: SEED,
      command: "npm run train",
    },
    metrics: {},
  };
}

/** Windows from the least to the greatest risk, evenly in rank, with the risk that this model gives them. */
function goldenCases(
  lives: readonly Life[],
  inputs: readonly ModelInput[],
  risks: (life: Life) => number[],
): GoldenCase[] {
  const scored = lives
    .flatMap((life) => risks(life).map((risk, i) => ({ risk, window: life[i]?.window })))
    .toSorted((x, y) => x.risk - y.risk);
  return Array.from({ length: GOLDEN_CASES }, (_, i) => {
    const { risk, window } = scored[Math.floor((i * (scored.length - 1)) / (GOLDEN_CASES - 1))] ?? {};
    if (risk === undefined || window === undefined) throw new Error("no windows to choose from");
    const values = drivers(window, inputs, inputs.length).map(
      ({ feature, value }) => [feature, value] as const,
    );
    return { features: Object.fromEntries(values.toSorted(([x], [y]) => (x < y ? -1 : 1))), risk };
  });
}

const digits = (x: number): number => Number(x.toPrecision(6));
