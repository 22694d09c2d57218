import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FEATURES } from "./features.ts";
import { LABELS } from "./labels.ts";
import { PREDICTIONS } from "./predictions.ts";

const text = readFileSync(new URL("../../../../docs/export.md", import.meta.url), "utf8");
const isOfCatalogue = (name: string): boolean => /^(acceleration|temperature|scalar)\./.test(name);

describe("docs/export.md", () => {
  it.each(
    [FEATURES, PREDICTIONS, LABELS].flatMap(({ columns }) =>
      columns.map(({ name }) => name).filter((name) => !isOfCatalogue(name)),
    ),
  )("names the column %s", (name) => {
    expect(text).toContain(`\`${name.replace(/^remainingLifeHours(?=\.p[59]0$)/, "")}\``);
  });
});
