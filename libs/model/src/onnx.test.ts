import { createRequire } from "node:module";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { manifestOf } from "./fixture.ts";
import { onnxOf, type OnnxParts, PERCEPTRON, RECURRENT, TREE } from "./onnx.testkit.ts";
import { loadPackage } from "./package.ts";
import type { RefusalCode } from "./refused.ts";
import { openScorer } from "./scorer.ts";
import { tryPackage } from "./trial.ts";
import { writeFiles } from "./write.ts";

const isInstalled = (() => {
  try {
    return createRequire(import.meta.url).resolve("onnxruntime-node") !== "";
  } catch {
    return false;
  }
})();

const TRIAL = { backend: "wasm", latencyBudget: 100 } as const;
const NAMES = ["acceleration.rms", "acceleration.kurtosis"];
const manifest = manifestOf({
  inputs: NAMES.map((feature) => ({ feature, transform: "identity" as const, mean: 0, std: 1, fallback: 0 })),
  outputs: { risk: "nothing", horizonHours: 24 },
  calibration: { method: "none" as const },
  decision: { threshold: 0.6, k: 3, n: 5, clearThreshold: 0.3, clearWindows: 6 },
});

const root = await mkdtemp(join(tmpdir(), "presage-onnx-"));
afterAll(() => rm(root, { recursive: true }));
let made = 0;

const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Writes a package with this model.onnx; the first golden case is that of zeros. */
async function packageOf(
  bytes: Uint8Array,
  risk = 0.5,
  more: Record<string, Uint8Array> = {},
): Promise<string> {
  const folder = join(root, String(made++));
  const golden = { cases: [{ features: { [NAMES[0] ?? ""]: 0, [NAMES[1] ?? ""]: 0 }, risk }] };
  const files = { "model.onnx": bytes, "golden.json": text(golden), "CARD.md": text("# ONNX"), ...more };
  await writeFiles(folder, manifest, files);
  return folder;
}

const refusal = (code: RefusalCode, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe.skipIf(!isInstalled)("an ONNX package", () => {
  it("scores with ONNX Runtime, whatever the number of rows", async () => {
    const scorer = await openScorer(await loadPackage(await packageOf(onnxOf(PERCEPTRON), sigmoid(0.5))));
    for (const count of [0, 1, 256, 700]) {
      const rows = Float32Array.from({ length: 2 * count }, (_, i) => Math.sin(i));
      const { risks } = await scorer.score(rows, count);
      expect(risks).toHaveLength(count);
      risks.forEach((risk, i) => {
        const [a = NaN, b = NaN] = rows.subarray(2 * i);
        expect(risk).toBeCloseTo(sigmoid(a - 2 * b + 0.5), 6);
      });
    }
    await expect(scorer.score(new Float32Array(3), 2)).rejects.toThrow(RangeError);
    scorer.close();
  });

  it("passes a trial as a forest of trees does", async () => {
    const passed = await tryPackage(await packageOf(onnxOf(TREE), 0.1), TRIAL);
    expect(passed).toMatchObject({ inputs: 2, weights: 5, golden: 1 });
    expect(await tryPackage(await packageOf(onnxOf(PERCEPTRON), sigmoid(0.5)), TRIAL)).toMatchObject({
      weights: 3,
    });
  });

  it("may make a state for as many rows as there are, as recurrent networks do", async () => {
    const passed = await tryPackage(await packageOf(onnxOf(RECURRENT), sigmoid(0.5)), TRIAL);
    expect(passed).toMatchObject({ inputs: 2, golden: 1 });
  });

  it("has to give its golden risks as every other", async () => {
    await expect(tryPackage(await packageOf(onnxOf(TREE), 0.2), TRIAL)).rejects.toEqual(
      refusal("MODEL_GOLDEN_MISSED", /should have the risk 0\.2/),
    );
  });

  it("runs as the ONNX that was read, also with the mark of the engine's own format in its file", async () => {
    // An ir_version, a name O, and a field that nobody knows, RT: of 84 bytes, the first an M.
    const mark = Buffer.concat([Buffer.from([0x08, 8, 0x12, 1]), Buffer.from("ORTM"), Buffer.alloc(83)]);
    const folder = await packageOf(Buffer.concat([mark, onnxOf(PERCEPTRON)]), sigmoid(0.5));
    (await openScorer(await loadPackage(folder))).close();
  });

  it.each<[string, OnnxParts, RegExp]>([
    ["three inputs", { ...PERCEPTRON, inputs: { X: ["N", 3] } }, /float32 \[N, 2\]/],
    [
      "one row at a time",
      { ...PERCEPTRON, inputs: { X: [1, 2] }, outputs: { Y: [1, 1] } },
      /float32 \[N, 2\]/,
    ],
    ["two outputs", { ...PERCEPTRON, outputs: { Z: ["N", 1], Y: ["N", 1] } }, /one of float32 \[N, 1\]/],
  ])("is refused with a network for %s", async (_, parts, message) => {
    const refused = tryPackage(await packageOf(onnxOf(parts), sigmoid(0.5)), TRIAL);
    await expect(refused).rejects.toMatchObject({
      code: expect.stringMatching(/^MODEL_(SHAPE|WEIGHTS)_WRONG$/),
      message: expect.stringMatching(new RegExp(`${message.source}|cannot build`)),
    });
  });

  it("is refused if a row's risk depends on the rows beside it", async () => {
    const mixing: OnnxParts = {
      nodes: [
        { op_type: "Gemm", input: ["X", "W"], output: ["Z"] },
        { op_type: "Softmax", input: ["Z"], output: ["Y"], attributes: { axis: { i: 0 } } },
      ],
      tensors: { W: { dims: [2, 1], values: [0.1, 0.1] } },
    };
    await expect(tryPackage(await packageOf(onnxOf(mixing), 1), TRIAL)).rejects.toEqual(
      refusal("MODEL_OUTPUT_WRONG", /among others and 1 alone/),
    );
  });

  it("is refused, and takes nobody down, if the engine cannot make sense of it", async () => {
    const wild: OnnxParts = { nodes: [{ op_type: "Gemm", input: ["X", "nowhere"], output: ["Y"] }] };
    await expect(tryPackage(await packageOf(onnxOf(wild)), TRIAL)).rejects.toEqual(
      refusal("MODEL_WEIGHTS_WRONG", /ONNX Runtime cannot build/),
    );
  });

  it("is refused if it wants more memory than a model may have", async () => {
    const units = 1_500_000; // of 256 rows 1.5 GB
    const wide: OnnxParts = {
      nodes: [
        { op_type: "MatMul", input: ["X", "W"], output: ["A"] },
        { op_type: "Sigmoid", input: ["A"], output: ["B"] },
        { op_type: "ReduceMean", input: ["B"], output: ["Y"], attributes: { axes: { ints: [1] } } },
      ],
      tensors: { W: { dims: [2, units], values: new Float32Array(2 * units) } },
    };
    await expect(tryPackage(await packageOf(onnxOf(wide)), TRIAL)).rejects.toEqual(
      refusal("MODEL_TOO_LARGE", /more than 1024 MiB of memory/),
    );
  }, 40_000);
});

describe("a model.onnx", () => {
  const node = PERCEPTRON.nodes[0];
  if (node === undefined) throw new Error("the perceptron has no node");
  const with_ = (more: Partial<OnnxParts>): Uint8Array => onnxOf({ ...PERCEPTRON, ...more });
  const graph = { g: { node: [], initializer: [], input: [], output: [] } };

  it.each<[string, Uint8Array, RefusalCode, RegExp]>([
    ["is no ONNX", Buffer.from("not a protobuf at all"), "MODEL_FORM_WRONG", /no ONNX file|no graph/],
    ["has no graph", Uint8Array.of(8, 8), "MODEL_FORM_WRONG", /no graph/],
    [
      "has an operator that is not allowed",
      with_({ nodes: [{ ...node, op_type: "NonZero" }] }),
      "MODEL_OPERATOR_REFUSED",
      /operator NonZero; build it from/,
    ],
    [
      "has an operator of somebody else",
      with_({ nodes: [{ ...node, domain: "com.evil" }] }),
      "MODEL_OPERATOR_REFUSED",
      /com\.evil\.Gemm/,
    ],
    [
      "has an operator of a domain that every object has",
      with_({ nodes: [{ ...node, domain: "constructor" }] }),
      "MODEL_OPERATOR_REFUSED",
      /constructor\.Gemm/,
    ],
    [
      "makes as many values as its input says",
      onnxOf({
        nodes: [
          { op_type: "Cast", input: ["X"], output: ["size"], attributes: { to: { i: 7 } } },
          { op_type: "Expand", input: ["one", "size"], output: ["Y"] },
        ],
        tensors: { one: { dims: [1], values: [1] } },
      }),
      "MODEL_OPERATOR_REFUSED",
      /how much an operator Expand gives follows from size/,
    ],
    [
      "has a loop",
      with_({ nodes: [{ ...node, op_type: "Loop", attributes: { body: graph } }] }),
      "MODEL_OPERATOR_REFUSED",
      /operator Loop/,
    ],
    [
      "has a graph within the graph",
      with_({ nodes: [{ ...node, attributes: { body: graph } }] }),
      "MODEL_OPERATOR_REFUSED",
      /a graph within the graph, body/,
    ],
    [
      "has functions of its own",
      with_({ model: { functions: [Uint8Array.of()] } }),
      "MODEL_OPERATOR_REFUSED",
      /functions of its own/,
    ],
    [
      "has too many nodes",
      with_({ nodes: Array.from({ length: 2_049 }, () => node) }),
      "MODEL_TOO_LARGE",
      /more than 2048 nodes/,
    ],
    [
      "has weights in another file",
      with_({
        graph: {
          initializer: [
            {
              name: "W",
              dims: [2, 1],
              data_type: 1,
              data_location: 1,
              external_data: [Buffer.from("/etc/passwd")],
            },
          ],
        },
      }),
      "MODEL_FILE_WRONG",
      /weights W are in another file/,
    ],
    [
      "has sparse tensors",
      with_({ graph: { sparse_initializer: [Uint8Array.of()] } }),
      "MODEL_OPERATOR_REFUSED",
      /sparse/,
    ],
    [
      "has weights of text",
      with_({ graph: { initializer: [{ name: "W", dims: [1], data_type: 8 }] } }),
      "MODEL_WEIGHTS_WRONG",
      /type 8/,
    ],
    [
      "has weights that are not finite",
      with_({ tensors: { W: { dims: [2, 1], values: [NaN, 1] }, B: { dims: [1], values: [0] } } }),
      "MODEL_WEIGHTS_WRONG",
      /not finite/,
    ],
    [
      "has trees whose leaves are not finite",
      onnxOf({ nodes: [{ ...node, attributes: { target_weights: { floats: [Infinity] } } }] }),
      "MODEL_WEIGHTS_WRONG",
      /target_weights is not finite/,
    ],
  ])("is refused, and not run, if it %s", async (_, bytes, code, message) => {
    await expect(loadPackage(await packageOf(bytes))).rejects.toEqual(refusal(code, message));
  });

  it("does not stand beside a model.json", async () => {
    const folder = await packageOf(onnxOf(PERCEPTRON), 0.5, { "model.json": text({}) });
    await expect(loadPackage(folder)).rejects.toEqual(
      refusal("MODEL_FORM_WRONG", /it lists model\.json and model\.onnx/),
    );
  });
});

describe("without onnxruntime-node", () => {
  it("an ONNX package is refused with what is to be installed", async () => {
    vi.doMock("onnxruntime-node", () => {
      throw new Error("Cannot find package 'onnxruntime-node'");
    });
    const { openOnnx } = await import("./onnx.ts");
    const network = { format: "onnx", bytes: onnxOf(PERCEPTRON), learned: 3 } as const;
    await expect(openOnnx(network, { inputs: 2, outputs: 1 })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("npm install --include=optional"),
    });
    vi.doUnmock("onnxruntime-node");
  });
});
