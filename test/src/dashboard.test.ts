import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { METRICS } from "@presage/service";
import { type Server, skipWithout, startPrometheus } from "@presage/testbed";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Presage, startPresage } from "./support/presage.ts";

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

const { panels } = JSON.parse(
  readFileSync(new URL("../../k8s/base/monitoring/dashboard.json", import.meta.url), "utf8"),
) as { readonly panels: readonly Panel[] };

const queries = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }, i): [string, string] => [`${title}, ${i + 1}`, expr]),
);

describe("the dashboard", () => {
  it("answers three questions", () => {
    expect(panels.filter(({ type }) => type === "row").map(({ title }) => title)).toEqual([
      "Is it keeping up?",
      "Is the data good?",
      "Are predictions sane?",
    ]);
  });

  it("says of every panel what it means, here and in docs/observability.md", () => {
    const page = readFileSync(new URL("../../docs/observability.md", import.meta.url), "utf8");
    for (const { type, title, description } of panels) {
      if (type === "row") continue;
      expect(description).toBeTruthy();
      expect(page).toContain(`| ${title} |`);
    }
  });

  it("has no panel over another", () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBe(24);
  });

  it.each(queries)("asks for metrics that there are: %s", (_, expr) => {
    const names = expr.match(/presage_[a-z_]+/g) ?? [];
    const known = Object.values(METRICS).map(({ name }) => name as string);
    for (const name of names) expect(known).toContain(name.replace(/_(bucket|sum|count)$/, ""));
  });
});

describe.skipIf(skipWithout("prometheus"))("Prometheus, of a plant that runs", () => {
  let directory: string;
  let presage: Presage;
  let prometheus: Server;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "presage-dashboard-"));
    presage = await startPresage({
      args: ["up", "--simulate", "3"],
      cwd: directory,
      env: { PRESAGE_MQTT_PORT: "0", PRESAGE_BASELINE_WINDOWS: "5" },
    });
    prometheus = await startPrometheus([presage.httpPort]);
    const url = /mqtt:\/\/127\.0\.0\.1:\d+/.exec(presage.output())?.[0] ?? "";
    const device = await mqtt.connectAsync(url);
    // An overheated machine opens a failure.
    for (let i = 0, t = Date.now() - 20_000; i < 15; i++, t += 1_000)
      await device.publishAsync("plant/s/a/l/hot/temperature", JSON.stringify({ t, v: 200, unit: "Cel" }), {
        qos: 1,
      });
    await device.publishAsync("plant/s/a/l/hot/temperature", "no JSON", { qos: 1 });
    await device.endAsync();
  }, 60_000);
  afterAll(async () => {
    await presage?.stop();
    await prometheus?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function ask(expr: string): Promise<number> {
    const query = expr
      .replaceAll("$__rate_interval", "30s")
      .replaceAll("$job", "presage")
      .replaceAll("$instance", ".*");
    const response = await fetch(
      `http://127.0.0.1:${prometheus.port}/api/v1/query?query=${encodeURIComponent(query)}`,
    );
    const { error, data } = (await response.json()) as {
      readonly error?: string;
      readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
    };
    expect(error).toBeUndefined();
    return (data?.result ?? []).filter(({ value }) => value[1] !== "NaN").length;
  }

  it.each(queries)(
    "answers with numbers: %s",
    async (_, expr) => {
      await expect.poll(() => ask(expr), { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
    },
    70_000,
  );
});
