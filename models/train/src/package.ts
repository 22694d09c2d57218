import { type GoldenCase, type ModelPackage, openScorer, type PackageParts } from "@presage/model";
import { DEFAULTS, ruleOf } from "@presage/scorer";
import { cardOf } from "./card.ts";
import { type Corpus, MACHINES, SEED } from "./corpus.ts";
import { evaluate } from "./evaluate.ts";
import { falseAlarmTable, watched } from "./false-alarms.ts";
import { NETWORK } from "./hazards.ts";
import { withHistograms } from "./histograms.ts";
import { LIFE_HOURS } from "./population.ts";
import { inputsOf } from "./rows.ts";
import { type Fitted, risksOf } from "./train.ts";

/** Opens when two of three windows count, and have for a thirtieth of the horizon. */
const OPENING = { k: 2, n: 3, patience: 1 / 30 } as const;

const CLEAR_WINDOWS = 6;
const GOLDEN_CASES = 16;

/** A package of a fitted model; `trainedOn` names the recordings it saw. */
export async function packageOf(
  fitted: Fitted,
  corpus: Corpus,
  trainedOn: readonly string[],
): Promise<PackageParts> {
  const { inputs, network, calibration, outputs } = fitted;
  const patience = OPENING.patience * outputs.horizonShare;
  const healthy = corpus.healthy.map(({ rows }) => watched(rows, risksOf(fitted, rows)));
  const falseAlarms = falseAlarmTable(healthy, { ...OPENING, patience });
  const draft = {
    name: "bearing-wear",
    version: "2.1.1",
    description: "Wear of rotating machines, from how vibration and temperature leave their own baseline.",
    licence: "Apache-2.0",
    assetClasses: ["rotating-machine"],
    inputs: withHistograms(
      inputs,
      corpus.healthy.flatMap(({ rows }) => rows),
    ),
    outputs,
    calibration: { method: "platt", ...calibration },
    decision: {
      ...OPENING,
      patience: Number(OPENING.patience.toPrecision(4)),
      threshold: 0.5,
      clearThreshold: 0.25,
      clearWindows: CLEAR_WINDOWS,
      falseAlarms,
    },
    training: trainingOf(trainedOn),
    metrics: {},
  } satisfies PackageParts["manifest"];
  const { threshold, clearThreshold } = ruleOf(draft, DEFAULTS.decision);
  const decision = { ...draft.decision, threshold: short(threshold), clearThreshold: short(clearThreshold) };
  const metrics = evaluate(fitted, corpus.test, healthy, { ...OPENING, patience, threshold });
  const manifest = { ...draft, decision, metrics };
  const unchecked: PackageParts = { manifest, network: network.network, golden: [], card: "" };
  return { ...unchecked, golden: await goldenCases(unchecked, corpus), card: cardOf(manifest) };
}

/** The package as if it had been read from a folder. */
export const asLoaded = (parts: PackageParts): ModelPackage => ({
  ...parts,
  manifest: { format: "presage-model/1", files: {}, ...parts.manifest },
  digest: parts.manifest.training["recordings"]?.toString() ?? "",
});

function trainingOf(trainedOn: readonly string[]): PackageParts["manifest"]["training"] {
  const { training, validation, healthy, test } = MACHINES;
  return {
    data: "Simulated rotating machines (libs/simulator) with nine faults, and recorded runs to failure",
    recordings: trainedOn.join(", "),
    machines: training + validation + healthy + test,
    split: `${training} to train and ${validation} to calibrate, a third of them healthy; ${healthy} healthy for a month to set thresholds; ${test} to test`,
    life: `${LIFE_HOURS.join(" to ")} hours`,
    network: `hidden layers of ${NETWORK.hidden.join(" and ")} units with weights at or above zero, ${NETWORK.epochs} epochs of Adam`,
    seed: SEED,
    command: trainedOn.length === 0 ? "npm run train" : "npm run train -- --recordings DIR",
  };
}

/** Rows from the least to the greatest risk, evenly in rank, with the risk that this model gives them. */
async function goldenCases(parts: PackageParts, { test }: Corpus): Promise<GoldenCase[]> {
  const rows = test.flatMap((course) => course.rows);
  const scorer = await openScorer(asLoaded(parts));
  const { risks } = await scorer.score(inputsOf(rows, parts.manifest.inputs), rows.length);
  scorer.close();
  const order = [...rows.keys()].toSorted((i, j) => (risks[i] ?? 0) - (risks[j] ?? 0));
  return Array.from({ length: GOLDEN_CASES }, (_, g) => {
    const i = order[Math.floor((g * (order.length - 1)) / (GOLDEN_CASES - 1))] ?? 0;
    return { features: rows[i]?.features ?? {}, risk: risks[i] ?? NaN };
  });
}

const short = (x: number): number => Number(x.toPrecision(4));
