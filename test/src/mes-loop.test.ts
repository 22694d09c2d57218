import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { failures, LABELS } from "@presage/contracts";
import { type Server, skipWithout, startMosquitto } from "@presage/testbed";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "./support/console.ts";
import { MES_CONSUMERS, type MesConsumer, startMesConsumer } from "./support/mes-consumer.ts";
import { type MesSide, startMesSide } from "./support/mes-side.ts";
import { failureAt, write } from "./support/plant-log.ts";

const MAIN = fileURLToPath(new URL("../../services/cli/dist/main.js", import.meta.url));
const ASSET = "site1/press/line2/motor7";
const OPENED_AT = 1_700_000_000_000;
const ID = `${ASSET}@${OPENED_AT}`;

/** What the console says of the failure. */
interface Shown {
  readonly state: string;
  readonly label?: string;
  readonly workOrder?: string;
  readonly workOrderDone?: boolean;
  readonly journal: readonly { readonly kind: string; readonly by?: string; readonly via?: string }[];
}

describe.skipIf(skipWithout("mosquitto"))("an MES that answers over its broker", () => {
  let server: Server;
  let web: TestConsole;
  let side: MesSide;
  let mes: MesConsumer;
  const shown = (): Promise<Shown> => web.ask<Shown>(`/api/failures/${encodeURIComponent(ID)}`);
  const inbox = (query = ""): Promise<{ counts: { state: object }; items: { failure?: object }[] }> =>
    web.ask(`/api/failures${query}`);

  beforeAll(async () => {
    server = await startMosquitto();
    const url = `mqtt://127.0.0.1:${server.port}`;
    web = await startTestConsole();
    side = await startMesSide(web.broker, url);
    mes = startMesConsumer(MES_CONSUMERS.TypeScript(), url, join(web.directory, "revisions.ndjson"));
    await write(web.broker, failures, [failureAt(ASSET, OPENED_AT)]);
  });
  afterAll(async () => {
    await mes?.kill();
    await side?.close();
    await web?.close();
    await server?.stop();
  });

  it("acknowledges a failure: it is so in the inbox, with who and by which way in journal and audit", async () => {
    await expect.poll(() => mes.seen(), { timeout: 20_000 }).toEqual([`${ID}.1`]);
    await expect.poll(async () => (await inbox()).counts.state).toEqual({ unacknowledged: 1 });
    mes.say({ asset: ASSET, action: "acknowledge", by: "planner", failure: ID });
    await expect.poll(async () => (await inbox()).counts.state).toEqual({ acknowledged: 1 });
    expect((await inbox()).items).toMatchObject([
      { failure: { state: "acknowledged", acknowledgedBy: "planner" } },
    ]);
    expect((await shown()).journal.at(-1)).toMatchObject({ kind: "acknowledge", by: "planner", via: "mqtt" });
    const { items } = await web.ask<{ items: object[] }>("/api/audit?q=planner");
    expect(items).toMatchObject([
      { by: "planner", action: "feedback.acknowledge", target: ASSET, detail: { via: "mqtt", failure: ID } },
    ]);
  });

  it("reports a work order, and what came of it by its number, also once the failure has closed", async () => {
    mes.say({ asset: ASSET, action: "work-order", by: "mes", workOrder: "WO-4711" });
    await expect.poll(shown).toMatchObject({ workOrder: "WO-4711", workOrderDone: false });
    const closed = failureAt(ASSET, OPENED_AT, {
      revision: 2,
      state: "closed",
      updatedAt: OPENED_AT + 60_000,
      closedAt: OPENED_AT + 60_000,
    });
    await write(web.broker, failures, [closed]);
    await expect.poll(() => mes.open()).toEqual([]);
    mes.say({
      asset: ASSET,
      action: "confirmed",
      by: "mes",
      workOrder: "WO-4711",
      mode: "inner-race",
      occurredAt: OPENED_AT + 50_000,
      comment: "bearing replaced",
    });
    await expect
      .poll(shown)
      .toMatchObject({ state: "closed", label: "confirmed", workOrder: "WO-4711", workOrderDone: true });
    expect((await shown()).journal.map(({ kind, via }) => [kind, via])).toEqual([
      ["opened", undefined],
      ["acknowledge", "mqtt"],
      ["work-order", "mqtt"],
      ["closed", undefined],
      ["confirmed", "mqtt"],
    ]);
  });

  it("is where labels come from: the outcome is exported for the next training", async () => {
    const out = join(web.directory, "labels.parquet");
    const env = { PATH: process.env["PATH"], PRESAGE_DATA_DIR: web.directory };
    await promisify(execFile)(process.execPath, [MAIN, "export", "--what", "labels", "--out", out], { env });
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(out) });
    expect(rows.filter(({ action }) => LABELS.some((label) => label === action))).toMatchObject([
      {
        asset: ASSET,
        action: "confirmed",
        mode: "inner-race",
        by: "mes",
        workOrder: "WO-4711",
        comment: "bearing replaced",
        occurredAt: new Date(OPENED_AT + 50_000),
      },
    ]);
    expect(rows).toHaveLength(3);
  });
});
