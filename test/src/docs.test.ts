import { existsSync, readFileSync } from "node:fs";
import { ERROR_CODES, REJECTION_CODES, retentionOf, SAMPLES_PROTO, TOPICS } from "@presage/contracts";
import { ModelManifest } from "@presage/model";
import { describe, expect, it } from "vitest";

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

describe("docs/errors.md", () => {
  const text = read("errors.md");

  it.each(Object.entries(ERROR_CODES))("explains %s as the table of codes does", (code, meaning) => {
    expect(text).toContain(`| \`${code}\` | ${meaning} |`);
  });

  it.each(Object.entries(REJECTION_CODES))(
    "explains the rejection %s as the table of codes does",
    (code, meaning) => {
      expect(text).toContain(`| \`${code}\` | ${meaning} |`);
    },
  );
});

describe("docs/model-manifest.schema.json", () => {
  it("is the schema by which manifests are read", () => {
    const published: unknown = JSON.parse(read("model-manifest.schema.json"));
    expect(published).toMatchObject(JSON.parse(JSON.stringify(ModelManifest)) as object);
  });
});

describe("docs/models.md", () => {
  const codes = Object.keys(ERROR_CODES).filter((code) => code.startsWith("MODEL_"));

  it.each(codes)("tells which check ends with %s", (code) => {
    expect(read("models.md")).toContain(`\`${code}\``);
  });
});

describe("docs/security.md", () => {
  const root = new URL("../../", import.meta.url);
  const named = [...read("security.md").matchAll(/`([\w./-]+\.(?:test|testsuite)\.ts)`/g)].map(
    ([, path]) => path ?? "",
  );

  it("names tests that are there", () => {
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});

describe("docs/topics.md", () => {
  const text = read("topics.md");

  it.each(TOPICS.map((t) => [t.contract.topic, t] as const))(
    "tells of %s its key, meaning and retention",
    (topic, t) => {
      const row = text.split("\n").find((line) => line.startsWith(`| \`${topic}\` |`));
      expect(row).toBeDefined();
      expect(row).toContain(`| ${t.key} |`);
      expect(row).toContain(t.contract.title.replace(/\.$/, ""));
      expect(row).toContain(`${retentionOf(topic).days} days`);
    },
  );

  it("shows the wire format of samples as it is", () => {
    expect(text).toContain(SAMPLES_PROTO.trim());
  });
});
