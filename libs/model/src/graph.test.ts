import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { manifestOf } from "./fixture.ts";
import { loadPackage } from "./package.ts";
import type { RefusalCode } from "./refused.ts";
import { openScorer } from "./scorer.ts";
import { tryPackage } from "./trial.ts";
import { writeFiles } from "./write.ts";

const TRIAL = { backend: "wasm", latencyBudget: 100 } as const;
const FEATURE = "acceleration.rms";
const manifest = manifestOf({
  inputs: [{ feature: FEATURE, transform: "identity" as const, mean: 0, std: 1, fallback: 0 }],
  outputs: { risk: "nothing", horizonHours: 24 },
  calibration: { method: "none" as const },
  decision: { threshold: 0.6, k: 3, n: 5, clearThreshold: 0.3, clearWindows: 6 },
});

const root = await mkdtemp(join(tmpdir(), "presage-graph-"));
afterAll(() => rm(root, { recursive: true }));
let made = 0;

interface Node {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: object;
}

const shapeOf = (...sizes: number[]) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });
const FLOAT = { type: "DT_FLOAT" };
const constant = (name: string): Node => ({ name, op: "Const", attr: { dtype: FLOAT } });
const X: Node = { name: "x", op: "Placeholder", attr: { dtype: FLOAT, shape: shapeOf(-1, 1) } };

/** 1/(1 + exp(−(2x − 1))), as the converter of SavedModels writes it. */
const NODES: readonly Node[] = [
  X,
  constant("w"),
  constant("b"),
  { name: "product", op: "MatMul", input: ["x", "w"], attr: { T: FLOAT } },
  { name: "logit", op: "BiasAdd", input: ["product", "b"], attr: { T: FLOAT } },
  { name: "risk", op: "Sigmoid", input: ["logit"], attr: { T: FLOAT } },
];
const WEIGHTS = [
  { name: "w", shape: [1, 1], dtype: "float32" },
  { name: "b", shape: [1], dtype: "float32" },
];

interface GraphParts {
  readonly nodes?: readonly Node[];
  readonly weights?: readonly object[];
  readonly values?: readonly number[];
  readonly library?: object;
}

const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

async function packageOf({ nodes = NODES, weights = WEIGHTS, values = [2, -1], library }: GraphParts = {}) {
  const folder = join(root, String(made++));
  await writeFiles(folder, manifest, {
    "model.json": text({
      format: "graph-model",
      modelTopology: { node: nodes, versions: { producer: 1 }, ...(library && { library }) },
      weightsManifest: [{ paths: ["weights.bin"], weights }],
    }),
    "weights.bin": new Uint8Array(Float32Array.from(values).buffer),
    "golden.json": text({ cases: [{ features: { [FEATURE]: 0 }, risk: sigmoid(-1) }] }),
    "CARD.md": text("# Graph"),
  });
  return folder;
}

const refusal = (code: RefusalCode, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

describe("a package with a TF.js graph model", () => {
  it("passes its trial, and scores", async () => {
    const folder = await packageOf();
    expect(await tryPackage(folder, TRIAL)).toMatchObject({ inputs: 1, weights: 2 });
    const scorer = await openScorer(await loadPackage(folder));
    const { risks } = await scorer.score(Float32Array.of(-1, 0, 3), 3);
    [-3, -1, 5].forEach((logit, i) => expect(risks[i]).toBeCloseTo(sigmoid(logit), 6));
    scorer.close();
  });

  it("may have whole numbers and truth values among its weights", async () => {
    const more = [
      { name: "n", shape: [2], dtype: "int32" },
      { name: "t", shape: [4], dtype: "bool" },
    ];
    const folder = await packageOf({ weights: [...WEIGHTS, ...more], values: [2, -1, NaN, NaN, NaN] });
    await expect(loadPackage(folder)).resolves.toMatchObject({ network: { format: "graph-model" } });
  });

  it.each<[string, GraphParts, RefusalCode, RegExp]>([
    [
      "has a loop",
      { nodes: [...NODES, { name: "w", op: "While", input: ["risk"] }] },
      "MODEL_OPERATOR_REFUSED",
      /operator While, w; build it from/,
    ],
    [
      "makes as many values as its input says",
      { nodes: [...NODES, { name: "f", op: "Fill", input: ["x", "risk"] }] },
      "MODEL_OPERATOR_REFUSED",
      /operator Fill/,
    ],
    [
      "is as large as its input says",
      { nodes: [...NODES, { name: "p", op: "Pad", input: ["risk", "logit:0", "^x"] }] },
      "MODEL_OPERATOR_REFUSED",
      /how much an operator Pad gives follows from logit/,
    ],
    ["has functions", { library: { function: [{}] } }, "MODEL_OPERATOR_REFUSED", /has functions/],
    [
      "has too many nodes",
      { nodes: Array.from({ length: 2_049 }, () => X) },
      "MODEL_TOO_LARGE",
      /more than 2048 nodes/,
    ],
    ["has weights that are not finite", { values: [NaN, 0] }, "MODEL_WEIGHTS_WRONG", /not finite/],
    ["has weights of another size", { values: [1, 2, 3] }, "MODEL_WEIGHTS_WRONG", /12 bytes .* says 8/],
    [
      "has quantised weights",
      { weights: [{ ...WEIGHTS[0], quantization: { dtype: "uint8", scale: 1, min: 0 } }, WEIGHTS[1] ?? {}] },
      "MODEL_FORM_WRONG",
      /weightsManifest/,
    ],
  ])("is refused, and not run, if it %s", async (_, parts, code, message) => {
    await expect(loadPackage(await packageOf(parts))).rejects.toEqual(refusal(code, message));
  });

  it("is refused if it takes or gives something else than rows", async () => {
    const wide = NODES.map((node) =>
      node.name === "x" ? { ...X, attr: { dtype: FLOAT, shape: shapeOf(-1, 2) } } : node,
    );
    await expect(tryPackage(await packageOf({ nodes: wide }), TRIAL)).rejects.toEqual(
      refusal("MODEL_SHAPE_WRONG", /float32 \[-1, 1\]/),
    );
    const sum: Node = {
      name: "sum",
      op: "Sum",
      input: ["risk", "axis"],
      attr: { T: FLOAT, keep_dims: { b: false } },
    };
    const axis: Node = { name: "axis", op: "Const", attr: { dtype: { type: "DT_INT32" } } };
    const weights = [...WEIGHTS, { name: "axis", shape: [1], dtype: "int32" }];
    const one = await packageOf({ nodes: [...NODES, axis, sum], weights, values: [2, -1, 0] });
    await expect(tryPackage(one, TRIAL)).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_(SHAPE_WRONG|GOLDEN_MISSED|OUTPUT_WRONG)$/),
    });
  });

  it("is refused if it goes round in a circle", async () => {
    const circle = NODES.map((node) => (node.name === "product" ? { ...node, input: ["risk", "w"] } : node));
    await expect(
      tryPackage(await packageOf({ nodes: circle }), { ...TRIAL, timeout: 6_000 }),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_/),
    });
  }, 10_000);
});
