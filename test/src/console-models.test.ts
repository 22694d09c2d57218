import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { feedback, type ModelReference, predictions } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { openFolder, type Registry } from "@presage/registry";
import { freePort } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushConstant, writeConstant } from "./support/constant-model.ts";
import { type Presage, startPresage } from "./support/presage.ts";

const ASSET = "site/area/line/pump";
const HOUR = 3_600_000;

interface Overview {
  readonly classes: readonly {
    readonly class: string;
    readonly assets: number;
    readonly revision: number;
    readonly champion: { readonly model: ModelReference; readonly since?: { readonly by: string } };
    readonly previous?: { readonly model: ModelReference };
    readonly challenger?: { readonly model: ModelReference };
  }[];
  readonly packages: readonly { readonly version: string; readonly registered: boolean }[];
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

describe("models in the console", () => {
  let directory: string;
  let registry: Registry;
  let next: ModelReference;
  let presage: Presage;

  async function ask(path: string, body?: object): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${presage.httpPort}/api${path}`, {
      ...(body && {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const overview = async (): Promise<Overview> => (await ask("/models")).body as unknown as Overview;
  const assign = (body: object): Promise<Answer> => ask("/models/classes/default/assignments", body);
  const comparison = () => ask(`/models/classes/default/comparison?challenger=${next.digest}`);

  /** Ten quiet hours, then ten in which the champion sees the failure coming and the challenger does not. */
  async function writeHistory(live: ModelReference): Promise<void> {
    const broker = await openEmbedded({ directory });
    const entries = Array.from({ length: 20 }, (_, hour) => {
      const start = hour * HOUR;
      const end = start + 10_000;
      const shadow = { risk: 0.1, horizonHours: 24, model: next };
      const risk = hour < 10 ? 0.1 : 0.9;
      const value = { ...predictions.example.value, start, end, risk, rules: [], model: live, shadow };
      return { key: ASSET, time: end, value: predictions.encode({ key: ASSET, time: end, value }) };
    });
    await broker.append(predictions.topic, entries);
    const said = { action: "confirmed" as const, at: Date.now(), by: "jo", occurredAt: 20 * HOUR };
    const label = { key: ASSET, time: said.at, value: said };
    await broker.append(feedback.topic, [{ ...label, value: feedback.encode(label) }]);
    await broker.close();
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "presage-models-"));
    registry = openFolder(join(directory, "registry"));
    next = await pushConstant(registry, join(directory, "2"), { version: "2.0.0", logit: -1 });
    await writeConstant(join(directory, "1"), { version: "1.0.0", logit: -2 });
    presage = await startPresage({
      args: ["up"],
      cwd: directory,
      env: {
        PRESAGE_DATA_DIR: directory,
        PRESAGE_MODEL_PATH: join(directory, "1"),
        PRESAGE_MQTT_PORT: String(await freePort()),
      },
    });
  });

  afterAll(async () => {
    await presage.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it("are the configured one as long as nothing was promoted, beside those of the registry", async () => {
    const { classes, packages } = await overview();
    expect(classes).toMatchObject([
      { class: "default", revision: 0, champion: { model: { version: "1.0.0" } } },
    ]);
    expect(packages).toMatchObject([
      { version: "1.0.0", registered: false },
      { version: "2.0.0", registered: true },
    ]);
    expect((await ask(`/models/packages/${next.digest}`)).body).toMatchObject({
      card: "# Constant\n",
      inputs: [{ feature: "acceleration.rms", watched: false }],
      decision: "1 of 1 windows at a risk of 0.7 or more",
    });
    expect((await ask("/models/packages/0123456789")).status).toBe(404);
  });

  it("refuses what does not go together", async () => {
    expect(await assign({ action: "promote" })).toMatchObject({ status: 400 });
    expect(await assign({ action: "rollback", model: next.digest })).toMatchObject({ status: 400 });
    expect(await assign({ action: "shadow", model: next.digest, by: "somebody else" })).toMatchObject({
      status: 400,
    });
    expect(await assign({ action: "shadow", model: "0123456789" })).toMatchObject({
      status: 404,
      body: { code: "registry-unknown" },
    });
    expect(await assign({ action: "rollback" })).toMatchObject({
      status: 404,
      body: { code: "registry-unknown" },
    });
    expect((await ask("/models/classes/none/history")).status).toBe(404);
  });

  it("puts a model into shadow, once, and says by whom", async () => {
    const body = { action: "shadow", model: next.digest, comment: " a try ", revision: 0 };
    expect(await assign(body)).toMatchObject({ status: 200, body: { changed: true, challenger: next } });
    expect(await assign({ ...body, revision: 1 })).toMatchObject({ body: { changed: false } });
    expect(await overview()).toMatchObject({
      classes: [{ revision: 1, challenger: { model: next, since: { by: "local", comment: "a try" } } }],
    });
  });

  it("tells who has not seen the last change that somebody else was first", async () => {
    expect(await assign({ action: "withdraw", revision: 0 })).toMatchObject({
      status: 409,
      body: { code: "registry-conflict" },
    });
  });

  it("compares challenger and champion by what the log holds, and keeps that until it is asked for anew", async () => {
    const { classes } = await overview();
    const [{ champion } = { champion: undefined }] = classes;
    if (champion === undefined) throw new Error("there is no champion");
    await writeHistory(champion.model);
    expect((await comparison()).body).toMatchObject({ state: "waiting", read: 0 });
    await expect.poll(async () => (await comparison()).body["state"], { timeout: 20_000 }).toBe("done");
    const { body } = await comparison();
    expect(body).toMatchObject({
      comparison: {
        windows: 20,
        agreement: { championOnly: 10, neither: 10, share: 0.5 },
        champion: { failures: 1, alone: [{ asset: ASSET }], labelled: { found: 1, confirmed: 1 } },
        challenger: { failures: 0, alone: [], labelled: { found: 0 } },
        worse: "it found 0 of 1 confirmed failures, the champion 1",
      },
    });
    const later = await ask(
      `/models/classes/default/comparison?challenger=${next.digest}&after=${Number(body["computedAt"]) + 1}`,
    );
    expect(later.body).toMatchObject({ state: "waiting", comparison: { windows: 20 } });
  });

  it("promotes one that did worse only if it is forced to", async () => {
    expect(await assign({ action: "promote", model: next.digest })).toMatchObject({
      status: 409,
      body: { code: "model-worse", message: expect.stringContaining("it found 0 of 1 confirmed failures") },
    });
    expect(await assign({ action: "promote", model: next.digest, force: true })).toMatchObject({
      status: 200,
      body: { changed: true, champion: next },
    });
    await expect.poll(() => presage.output(), { timeout: 10_000 }).toContain('"version":"2.0.0"');
  });

  it("rolls back, and the history and the audit tell all of it", async () => {
    expect(await assign({ action: "rollback", comment: "too blind" })).toMatchObject({ status: 200 });
    const { body } = await ask("/models/classes/default/history");
    expect(body).toMatchObject({
      items: [
        { revision: 3, action: "rollback", by: "local", comment: "too blind", automatic: false },
        { revision: 2, action: "promote" },
        { revision: 1, action: "shadow" },
      ],
    });
    expect((await ask("/audit")).body).toMatchObject({
      items: [
        { action: "model.rollback", target: "default", by: "local", detail: { comment: "too blind" } },
        { action: "model.promote", detail: { champion: "constant@2.0.0", force: true } },
        { action: "model.shadow", detail: { challenger: "constant@2.0.0", comment: "a try" } },
      ],
    });
  });

  it("tells browsers of what is assigned elsewhere", async () => {
    const abort = new AbortController();
    const response = await fetch(`http://127.0.0.1:${presage.httpPort}/api/events`, { signal: abort.signal });
    const current = await registry.current("default");
    if (current === undefined) throw new Error("nothing was assigned");
    const { revision, ...roles } = current;
    await registry.assign("default", revision, { ...roles, action: "withdraw", by: "jo", at: 1 });
    const decoder = new TextDecoder();
    let told = "";
    for await (const bytes of response.body ?? []) {
      told += decoder.decode(bytes);
      if (/"topics":\[[^\]]*"models"/.test(told)) break;
    }
    abort.abort();
    expect(told).toContain('"models"');
  });
});
