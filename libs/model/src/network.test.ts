import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GRAPH_OPERATORS } from "./graph-network.ts";
import { LAYERS } from "./layers-network.ts";
import { ONNX_OPERATORS } from "./onnx-network.ts";

describe("docs/models.md", () => {
  const text = readFileSync(new URL("../../../docs/models.md", import.meta.url), "utf8");

  it.each<readonly [string, ReadonlySet<string>]>([
    ["TF.js layers model", LAYERS],
    ["TF.js graph model", GRAPH_OPERATORS],
    ...[...ONNX_OPERATORS].map(([domain, names]) => [`ONNX, \`${domain}\``, names] as const),
  ])("lists what a network may have in the format %s", (format, names) => {
    expect(text).toContain(`| ${format} | ${[...names].join(", ")} |`);
  });
});
