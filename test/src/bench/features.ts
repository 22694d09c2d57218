import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createVibrationAnalyzer } from "@presage/signal";
import { createMachine, vibration } from "@presage/simulator";
import { sharedFolder } from "@presage/testbed";
import { rate, SECONDS } from "./rate.ts";
import { perSecond, type Row, times } from "./table.ts";

const BLOCKS = 64;

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
