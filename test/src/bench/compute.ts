import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPackage, openScorer } from "@presage/model";
import { createVibrationAnalyzer } from "@presage/signal";
import { createMachine, vibration } from "@presage/simulator";
import { sharedFolder } from "@presage/testbed";
import { perSecond, type Row, times } from "./table.ts";

const BLOCKS = 64;
const SECONDS = 3;

/** Calls, one after the other, until the time is up; returns calls per second. */
async function rate(call: (i: number) => unknown): Promise<number> {
  for (let i = 0; i < 200; i++) await call(i);
  const begin = performance.now();
  let calls = 0;
  while (performance.now() - begin < SECONDS * 1e3) for (let i = 0; i < 50; i++) await call(calls++);
  return calls / ((performance.now() - begin) / 1e3);
}

/** The reference's Python on the same kind of block, if NumPy and the script are there. */
function numpyRate(): number | undefined {
  const shared = sharedFolder();
  const folder = shared === undefined ? "" : join(shared, "reference");
  if (!existsSync(join(folder, "vibration_features.py"))) return undefined;
  const script = `
import sys, time, numpy as np
sys.path.insert(0, ${JSON.stringify(folder)})
from vibration_features import features
bearing = dict(balls=9, ball_mm=7.94, pitch_mm=39.04)
blocks = np.random.default_rng(1).normal(0, 0.5, (${BLOCKS}, 2560))
n, begin = 0, time.perf_counter()
while time.perf_counter() - begin < ${SECONDS}:
    features(blocks[n % ${BLOCKS}], 25600, 30, bearing, [2000, 10000]); n += 1
print(n / (time.perf_counter() - begin))`;
  const { status, stdout } = spawnSync(process.env["PYTHON"] ?? "python3", ["-c", script], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  return status === 0 ? Number(stdout) : undefined;
}

/** Healthy machines are nearly all that a plant has; a failing one has evidence to be gathered. */
const CONDITIONS = [
  ["healthy", 0],
  ["from healthy to failing", 1],
] as const;

export async function benchFeatures(): Promise<Row[]> {
  const what = "features of a 2,560-sample block, one core";
  const machine = createMachine({ seed: 1, fault: "outer-race" });
  const { shaftHz, bearing, rate: hz } = machine;
  const analyzer = await createVibrationAnalyzer();
  const numpy = numpyRate();
  const rows: Row[] = [];
  for (const [condition, worst] of CONDITIONS) {
    const blocks = Array.from({ length: BLOCKS }, (_, i) =>
      vibration(machine, { wear: (worst * i) / BLOCKS }, i),
    );
    const ours = await rate(
      (i) => void analyzer.analyze(blocks[i % BLOCKS] ?? new Float32Array(2560), hz, { shaftHz, bearing }),
    );
    const who = `Presage, a machine ${condition}`;
    rows.push({ what, who, figure: perSecond(ours, 1), ...(numpy && { ratio: times(ours, numpy) }) });
  }
  return [
    ...rows,
    { what, who: "NumPy reference", figure: numpy === undefined ? "not here" : perSecond(numpy, 1) },
  ];
}

export async function benchScoring(): Promise<Row[]> {
  const directory = fileURLToPath(new URL("../../../models/bearing-wear", import.meta.url));
  const scorer = await openScorer(await loadPackage(directory));
  const width = (await loadPackage(directory)).manifest.inputs.length;
  const rows: Row[] = [];
  for (const batch of [1, 32, 256, 1024]) {
    const inputs = Float32Array.from({ length: batch * width }, (_, i) => Math.sin(i));
    const calls = await rate(() => scorer.score(inputs, batch));
    rows.push({
      what: `scoring, shipped model, batches of ${batch}`,
      who: "Presage, WASM",
      figure: perSecond(calls * batch, 1),
    });
  }
  scorer.close();
  return rows;
}
