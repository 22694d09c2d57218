import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { breaches, type Failure, failures, feedback, groups, predictions } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import { type EmbeddedBroker, startEmbeddedBroker } from "@presage/mqtt";
import type { Broker } from "@presage/stream";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectMes, type Mes } from "./support/mes.ts";
import { type MesSide, startMesSide } from "./support/mes-side.ts";
import { failureAt, write } from "./support/plant-log.ts";

const ASSET = "site1/press/line2/motor7";
const OPENED_AT = 1_700_000_000_000;
const TOPIC = `mes/${ASSET}/work-request`;

let directory: string;
let log: Broker;
let mqtt: EmbeddedBroker;
let mes: Mes;
let side: MesSide;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "presage-work-"));
  log = await openEmbedded({ directory, partitions: 1 });
  mqtt = await startEmbeddedBroker({ host: "127.0.0.1", port: 0 });
  mes = await connectMes(mqtt.url);
});
afterEach(async () => {
  await side.close();
  await mes.close();
  await mqtt.close();
  await log.close();
  rmSync(directory, { recursive: true });
});

const start = async (workRequests: string): Promise<void> => {
  side = await startMesSide(log, mqtt.url, { PRESAGE_MES_WORK_REQUESTS: workRequests });
};
/** Writes a revision of the failure, and waits until the MES has it. */
async function tell(revision: number, over: Partial<Failure>): Promise<void> {
  const state = revision === 1 ? "opened" : "updated";
  const message = failureAt(ASSET, OPENED_AT, { revision, state, updatedAt: OPENED_AT + revision, ...over });
  await write(log, failures, [message]);
  await expect
    .poll(() => mes.events().map(({ id }) => id), { timeout: 20_000 })
    .toContain(failures.id(message));
}
const requests = () => mes.received.filter(({ topic }) => topic === TOPIC);

/** The published schema of a message. */
const schemaOf = (name: string): ValidateFunction =>
  new Ajv2020({ validateFormats: false }).compile(
    JSON.parse(
      readFileSync(new URL(`../../docs/contract/schemas/${name}.json`, import.meta.url), "utf8"),
    ) as object,
  );

describe("an MES that wants requests for maintenance from high severity on", () => {
  it("gets one when a failure is first that severe, and another of the same ID when it gets worse, also after a restart", async () => {
    await start("high");
    await tell(1, { severity: "medium" });
    await tell(2, { severity: "high" });
    await tell(3, { severity: "high" });
    await side.close();
    await start("high");
    await tell(4, { severity: "high" });
    await tell(5, { severity: "critical" });
    await expect.poll(() => requests().length).toBe(2);
    expect(
      requests().map(({ payload, retain }) => ({ retain, ...(JSON.parse(payload) as object) })),
    ).toMatchObject(
      [2, 5].map((version) => ({
        retain: false,
        source: "presage/work-requests",
        id: `${ASSET}@${OPENED_AT}.${version}`,
        subject: ASSET,
        data: {
          WorkRequest: {
            ID: `${ASSET}@${OPENED_AT}`,
            Version: String(version),
            Priority: version === 2 ? 2 : 1,
          },
        },
      })),
    );
  });

  it("is told of everything in messages that are valid by docs/contract", async () => {
    await start("low");
    await write(log, groups, [groups.example]);
    await write(log, predictions, [predictions.example]);
    await write(log, feedback, [feedback.example]);
    await write(log, breaches, [breaches.example]);
    await tell(1, { severity: "critical" });
    const names = {
      "mes/pdm-status": "pdm-status",
      [TOPIC]: "work-request",
      [`mes/${ASSET}/predicted-failure`]: "predicted-failure",
      [`mes/${ASSET}/predicted-failure/event`]: "predicted-failure",
      [`mes/${ASSET}/risk`]: "risk",
      [`mes/${ASSET}/data-quality`]: "data-quality",
      [`mes/${ASSET}/data-quality/event`]: "data-quality",
      [`mes/${ASSET}/feedback/event`]: "feedback-event",
      "mes/site1/press/line2/predicted-failure-group": "predicted-failure-group",
      "mes/site1/press/line2/predicted-failure-group/event": "predicted-failure-group",
    };
    const topics = (): Set<string> => new Set(mes.received.map(({ topic }) => topic));
    await expect.poll(topics, { timeout: 20_000 }).toEqual(new Set(Object.keys(names)));
    for (const [topic, name] of Object.entries(names)) {
      const isValid = schemaOf(name);
      for (const message of mes.received.filter((each) => each.topic === topic)) {
        isValid(JSON.parse(message.payload));
        expect(isValid.errors, topic).toBeNull();
      }
    }
  });
});

describe("an MES that does not want requests for maintenance", () => {
  it("gets none", async () => {
    await start("off");
    await tell(1, { severity: "critical" });
    await tell(2, { severity: "critical" });
    expect(requests()).toEqual([]);
  });
});
