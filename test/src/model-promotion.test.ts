import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { feedback, type Feedback, type ModelReference, predictions } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { openFolder } from "@presage/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushConstant } from "./support/constant-model.ts";
import { WINDOW_MS } from "./support/feature-windows.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));
const ASSET = "site/area/line/pump";
const HOUR = 3_600_000;

describe("presage model", () => {
  let directory: string;
  let live: ModelReference;
  let next: ModelReference;

  async function presage(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const env = {
        PATH: process.env["PATH"],
        PRESAGE_DATA_DIR: directory,
        PRESAGE_MODEL_PATH: join(directory, "1"),
      };
      execFile(process.execPath, [MAIN, "model", ...args], { cwd: directory, env }, (error, out, err) =>
        resolve({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  }
  const json = async <T>(...args: readonly string[]): Promise<T> =>
    JSON.parse((await presage(...args, "--json")).out) as T;

  /** Windows of which the champion says one risk, and the challenger another. */
  async function judged(from: number, to: number, risk: number, would: number, by = next): Promise<void> {
    const broker = await openEmbedded({ directory });
    const entries = Array.from({ length: to - from }, (_, i) => {
      const [start, end] = [(from + i) * HOUR, (from + i) * HOUR + WINDOW_MS];
      const shadow = { risk: would, horizonHours: 24, model: by };
      const value = { ...predictions.example.value, start, end, risk, rules: [], model: live, shadow };
      return { key: ASSET, time: end, value: predictions.encode({ key: ASSET, time: end, value }) };
    });
    await broker.append(predictions.topic, entries);
    await broker.close();
  }

  async function labelled(action: Feedback["action"], hour: number): Promise<void> {
    const broker = await openEmbedded({ directory });
    const value: Feedback = { action, at: Date.now(), by: "jo", occurredAt: hour * HOUR };
    const message = { key: ASSET, time: value.at, value };
    await broker.append(feedback.topic, [{ ...message, value: feedback.encode(message) }]);
    await broker.close();
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "presage-promotion-"));
    const registry = openFolder(join(directory, "registry"));
    live = await pushConstant(registry, join(directory, "1"), { version: "1.0.0", logit: -2 });
    next = await pushConstant(registry, join(directory, "2"), { version: "2.0.0", logit: -1 });
  });

  afterAll(() => rm(directory, { recursive: true }));

  it("compare says that nothing is in shadow as long as nothing is", async () => {
    expect(await presage("compare")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^REGISTRY_UNKNOWN: no model is in shadow/),
    });
  });

  it("shadow puts a model beside the live one, once, and list and show tell so", async () => {
    expect(await json("shadow", "constant@2.0.0", "--by", "jo")).toMatchObject({
      action: "shadow",
      champion: live,
      challenger: next,
    });
    expect((await presage("shadow", "constant@2.0.0")).out).toMatch(/^nothing to do: /);
    expect(await json("list")).toEqual([
      { ...live, live: ["default"], shadow: [] },
      { ...next, live: [], shadow: ["default"] },
    ]);
    expect((await presage("show")).out).toMatch(/^constant@1\.0\.0 .* live for default/);
    expect(await json("show", "constant@2.0.0")).toMatchObject({ digest: next.digest, shadow: ["default"] });
  });

  it("compare shows both beside what was found of the machines", async () => {
    await judged(0, 10, 0.1, 0.1);
    await judged(10, 20, 0.9, 0.1);
    await labelled("confirmed", 20);
    expect(await json("compare")).toMatchObject({
      windows: 20,
      agreement: { both: 0, championOnly: 10, challengerOnly: 0, neither: 10, share: 0.5 },
      champion: { failures: [{ asset: ASSET }], labelled: { found: 1, confirmed: 1 } },
      challenger: { failures: [], labelled: { found: 0, confirmed: 1 } },
    });
    expect((await presage("compare")).out).toContain("the challenger is worse: it found 0 of 1");
    expect(await json("compare", "--to", new Date(10 * HOUR).toISOString())).toMatchObject({ windows: 10 });
  });

  it("promote refuses a challenger that did worse, unless it is told otherwise", async () => {
    const refused = await presage("promote", "constant@2.0.0");
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^MODEL_WORSE: .*--force/) });
    expect(await json("list")).toMatchObject([{ live: ["default"] }, { live: [] }]);
    expect(await json("promote", "constant@2.0.0", "--force")).toMatchObject({
      champion: next,
      previous: live,
    });
    expect((await presage("promote", "constant@2.0.0")).out).toMatch(/^nothing to do: /);
  });

  it("rollback goes back, and history tells all of it", async () => {
    expect(await json("rollback", "--comment", "too blind")).toMatchObject({ champion: live });
    const history = await json<{ action: string; comment?: string }[]>("history");
    expect(history.map(({ action }) => action)).toEqual(["shadow", "promote", "rollback"]);
    expect(history.at(-1)?.comment).toBe("too blind");
  });

  it("promote takes a challenger that did as well", async () => {
    const registry = openFolder(join(directory, "registry"));
    const third = await pushConstant(registry, join(directory, "3"), { version: "3.0.0", logit: 0 });
    await json("shadow", "constant@3.0.0");
    await judged(30, 40, 0.9, 0.9, third);
    await labelled("confirmed", 40);
    expect(await json("compare", "--from", new Date(35 * HOUR).toISOString())).toMatchObject({ windows: 5 });
    expect(await json("promote", "constant@3.0.0")).toMatchObject({ champion: third, previous: live });
  });
});
