import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

interface Rules {
  readonly spec: {
    readonly groups: readonly {
      readonly rules: readonly {
        readonly alert: string;
        readonly annotations: { readonly runbook_url: string };
      }[];
    }[];
  };
}

describe("docs/operations.md", () => {
  const { spec } = parse(text("k8s/base/monitoring/alerts.yaml")) as Rules;
  const alerts = spec.groups.flatMap(({ rules }) => rules);
  const runbooks = [...text("docs/operations.md").matchAll(/^### (.+)$/gm)].map(([, title = ""]) => title);

  it("has a runbook for every alert, and for nothing else", () => {
    expect(runbooks.toSorted()).toEqual(alerts.map(({ alert }) => alert).toSorted());
  });

  it.each(alerts)("is where $alert leads to", ({ alert, annotations }) => {
    expect(annotations.runbook_url).toBe(`docs/operations.md#${alert.toLowerCase()}`);
  });
});
