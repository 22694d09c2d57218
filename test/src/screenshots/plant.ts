import {
  failures,
  type Failure,
  features,
  feedback,
  type Feedback,
  groups,
  type Message,
  predictions,
  type RejectionCode,
} from "@presage/contracts";
import { createRandom } from "@presage/simulator";
import type { Broker } from "@presage/stream";
import { failureAt, featuresAt, predictionAt, write } from "../support/plant-log.ts";
import { type Case, CASES, PLACES } from "./cases.ts";
import { SHAFT_SPEED, WINDOW, writePumpLife } from "./life.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const PUMP = "Lyon/Press shop/Line 2/Cooling pump P-204";

/** What `presage.yaml` says of the plant. */
export const CONFIG = `windows: { size: 5m }
assets:
  - path: "${PUMP}"
    class: pump
    shaftSpeed: ${SHAFT_SPEED}
    bearing: { designation: "6205" }
${["Lyon", "Graz", "Porto"].map((site) => `  - { path: ${site}/+/+/+, class: motor }\n`).join("")}`;

const FLOOD = "Graz/Bottling/Line 3";
const DIP: readonly Failure["severity"][] = ["high", "high", "medium", "medium", "medium", "low", "low"];

/** ISO 20816-3 zones, which severity rises with. */
const ZONES = { critical: "D", high: "C", medium: "B", low: "A" } as const;

/** A plant of three sites in which something is going on. Returns the id of the pump's failure. */
export async function writeDemonstration(broker: Broker, now: number): Promise<string> {
  const random = createRandom(3);
  const start = Math.floor(now / WINDOW) * WINDOW - WINDOW;
  const assets = PLACES.flatMap(([line, machines]) => machines.map((name) => `${line}/${name}`));
  const cases = new Map(CASES.map(([asset, severity, , risk]) => [asset, { risk, zone: ZONES[severity] }]));
  for (let back = 40; back >= 0; back--) {
    const at = start - back * WINDOW;
    const of = { end: at + WINDOW };
    await write(
      broker,
      features,
      assets.map((asset) => ({ ...featuresAt(asset, at, of), time: of.end })),
    );
    await write(
      broker,
      predictions,
      assets.map((asset) => {
        const healthy = { risk: 0.01 + 0.03 * random.uniform(), zone: "A" as const };
        const flooded = { risk: 0.5, zone: "B" as const };
        const { risk, zone } = cases.get(asset) ?? (asset.startsWith(FLOOD) ? flooded : healthy);
        const over = { ...of, zone };
        return { ...predictionAt(asset, at, risk * (0.96 + 0.04 * random.uniform()), over), time: of.end };
      }),
    );
  }
  const opened = CASES.map((one) => caseOf(one, now, () => random.uniform()));
  await write(broker, failures, opened);
  await writeDip(broker, now);
  const id = await writePumpLife(broker, PUMP, now);
  await write(broker, feedback, saidOf(opened, id, now));
  return id;
}

function caseOf(
  [asset, severity, mode, risk, life, since, action]: Case,
  now: number,
  random: () => number,
): Message<Failure> {
  const trend = Array.from({ length: 12 }, (_, i) => Math.max(0, risk - (11 - i) * 0.035 - 0.06 * random()));
  return failureAt(asset, now - since * HOUR, {
    severity,
    risk,
    zone: ZONES[severity],
    trend: [...trend, risk],
    modes: [{ mode, score: 0.72, lines: [] }],
    remainingLifeHours: { p10: life * 0.4, p50: life, p90: life * 2.1 },
    action,
    updatedAt: now - 4 * MINUTE,
    model: { name: "bearing-wear", version: "1.2.0", digest: "9f86d081884c7d65" },
  });
}

/** A dip of the mains: seven machines of one line at once. */
async function writeDip(broker: Broker, now: number): Promise<void> {
  const openedAt = now - 26 * MINUTE;
  const id = `${FLOOD}@${openedAt}`;
  const machines = PLACES.find(([line]) => line === FLOOD)?.[1] ?? [];
  const members = machines.map((name, i) =>
    failureAt(`${FLOOD}/${name}`, openedAt + i * 9_000, {
      severity: DIP[i] ?? "low",
      zone: "B",
      risk: 0.61 - 0.03 * i,
      trend: [0.03, 0.02, 0.03, 0.02, 0.5 - 0.03 * i, 0.61 - 0.03 * i],
      remainingLifeHours: { p10: 40 + 22 * i, p50: 120 + 45 * i, p90: 300 + 80 * i },
      group: id,
      modes: [{ mode: "process-change", score: 0.6, lines: [] }],
    }),
  );
  await write(broker, failures, members);
  const value = {
    ...groups.example.value,
    id,
    line: FLOOD,
    openedAt,
    updatedAt: openedAt + MINUTE,
    members: members.map(({ key, value: { id: failure, severity, openedAt: at } }) => ({
      asset: key,
      failure,
      severity,
      state: "open" as const,
      openedAt: at,
    })),
  };
  await write(broker, groups, [{ key: FLOOD, time: value.updatedAt, value }]);
}

function saidOf(opened: readonly Message<Failure>[], pump: string, now: number): Message<Feedback>[] {
  const say = (
    asset: string,
    ago: number,
    by: string,
    value: Partial<Feedback> & Pick<Feedback, "action">,
  ) => {
    const at = now - ago * HOUR;
    const failure = asset === PUMP ? pump : opened.find(({ key }) => key === asset)?.value.id;
    return { key: asset, time: at, value: { at, by, ...(failure !== undefined && { failure }), ...value } };
  };
  const [, compressor, fan, hydraulic, , loose, conveyor] = CASES.map(([asset]) => asset);
  return [
    say(PUMP, 20, "c.moreau", {
      action: "comment",
      comment: "Audible on the drive end when one stands beside it.",
    }),
    say(compressor ?? "", 3, "h.gruber", { action: "acknowledge" }),
    say(fan ?? "", 60, "c.moreau", { action: "acknowledge" }),
    say(fan ?? "", 59, "c.moreau", { action: "work-order", workOrder: "WO-20418" }),
    say(hydraulic ?? "", 96, "c.moreau", { action: "acknowledge" }),
    say(hydraulic ?? "", 90, "c.moreau", { action: "confirmed", mode: "misalignment" }),
    say(loose ?? "", 30, "a.silva", {
      action: "shelve",
      until: now + 40 * HOUR,
      comment: "Waits for Sunday's stop",
    }),
    say(conveyor ?? "", 200, "h.gruber", {
      action: "unknown",
      comment: "Looked at it, nothing to be seen yet",
    }),
  ];
}

const REJECTIONS: readonly (readonly [RejectionCode, string, string, string])[] = [
  [
    "json-malformed",
    "Unexpected end of JSON input at position 61",
    "plant/Lyon/Paint/Line 1/Supply fan F-310/vib-x",
    `{"time":1795812345678,"rate":25600,"unit":"g","values":[0.012,`,
  ],
  [
    "unit-unknown",
    "ips is no unit of acceleration",
    "plant/Porto/Rolling/Stand 1/Coiler M-9/vib-x",
    `{"time":1795812345678,"rate":12800,"unit":"ips","values":[0.2,0.1]}`,
  ],
  [
    "time-implausible",
    "The time is 1970-01-01, 57 years ago",
    "plant/Graz/Bottling/Line 1/Labeller M-13/temp",
    `{"time":3600000,"unit":"Cel","value":41.2}`,
  ],
];

/** Messages that were no good, of the last hours, oldest first. */
export const rejectedOf = (now: number) =>
  REJECTIONS.flatMap(([code, reason, topic, text], kind) =>
    Array.from({ length: [34, 9, 3][kind] ?? 0 }, (_, i) => ({
      key: topic,
      time: now - 7 * MINUTE - i * (11 + 37 * kind) * MINUTE,
      value: { code, reason, topic, size: text.length, bytes: Buffer.from(text).toString("base64") },
    })),
  ).toSorted((a, b) => a.time - b.time);
