import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { metricRows } from "../metrics-page.ts";
import { EXAMPLE } from "./example.ts";
import { cells, configReference } from "./reference.ts";

const page = (name: string): string =>
  readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");

/** Cells of the rows of a page's tables, heads and rules aside. */
const rowsOf = (markdown: string): readonly string[][] =>
  markdown
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const defaultAndVariables = (path: string): readonly unknown[] => {
  const row = configReference().find((r) => r.path === path);
  return [row?.default, ...(row?.env ?? [])];
};

describe("the reference of settings", () => {
  const rows = configReference();

  it("has each setting and each environment variable once", () => {
    const variables = rows.flatMap((row) => row.env);
    expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length);
    expect(new Set(variables).size).toBe(variables.length);
    expect(rows.length).toBeGreaterThan(70);
  });

  it("names defaults and variables as the design does", () => {
    expect(defaultAndVariables("dataDir")).toEqual(["./.presage", "PRESAGE_DATA_DIR"]);
    expect(defaultAndVariables("http.port")).toEqual(["8080", "PRESAGE_HTTP_PORT"]);
    expect(defaultAndVariables("mqtt.embedded.port")).toEqual([
      "1883",
      "PRESAGE_MQTT_EMBEDDED_PORT",
      "PRESAGE_MQTT_PORT",
    ]);
    expect(defaultAndVariables("assets[].sensors.<name>.every")).toEqual(["none"]);
  });

  it("says something about every setting", () => {
    for (const row of rows) {
      expect(row.description, row.path).toMatch(/\S/);
      expect(row.type, row.path).toMatch(/\S/);
    }
  });
});

describe("docs/configuration.md", () => {
  it("lists exactly the settings of the schema, with default, variable and meaning (npm run docs writes it)", () => {
    expect(rowsOf(page("configuration.md"))).toEqual(configReference().map((row) => [...cells(row)]));
  });
  it("shows the example that the tests load", () => expect(page("configuration.md")).toContain(EXAMPLE));
});

describe("docs/metrics.md", () => {
  it("lists exactly the metrics of the table (npm run docs writes it)", () => {
    expect(rowsOf(page("metrics.md"))).toEqual(metricRows().map((row) => [...row]));
  });
});
