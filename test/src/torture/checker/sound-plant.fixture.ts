import {
  failures,
  features,
  groups,
  type Message,
  predictions,
  rejected,
  samples,
  toCloudEvent,
  type Failure,
} from "@presage/contracts";
import type { Evidence, Heard, Log, Logged, Sent } from "../evidence.ts";

export const ASSET = "site/area/line/a";
const SIZE = 2_000;
const BLOCKS = 3;

export const placed = <V>(messages: readonly Message<V>[]): Logged<V>[] =>
  messages.map((message, offset) => ({ ...message, partition: 0, offset }));

/** Two windows of three blocks each; one block of the first came again, and one once more when it was late. */
const TIMES = [100, 500, 500, 900, 2_100, 800, 2_500, 2_900];
const SEQS = [0, 1, 1, 2, 3, 6, 4, 5];
export const block = (time: number, seq: number): Message<(typeof samples)["example"]["value"]> => ({
  key: ASSET,
  time,
  value: {
    ...samples.example.value,
    sensor: "temp",
    quantity: "temperature",
    values: Float32Array.of(seq),
    seq,
    deviceTime: time,
  },
});

function window(
  start: number,
  over: { blocks: [number, number]; late?: number; duplicates?: number; mean: number },
) {
  const { late = 0, duplicates = 0, mean } = over;
  const quality = {
    ...Object.values(features.example.value.sensors)[0]?.quality,
    blocks: BLOCKS,
    late,
    duplicates,
  };
  const sensors = { temp: { quantity: "temperature" as const, unit: "Cel", features: { mean }, quality } };
  const value = {
    ...features.example.value,
    start,
    end: start + SIZE,
    blocks: over.blocks,
    sensors,
    quality: { late, duplicates, usable: 1 },
  };
  return { key: ASSET, time: start + SIZE, value } as (typeof features)["example"];
}

export const failure = (
  id: string,
  revision: number,
  state: Failure["state"],
): (typeof failures)["example"] => ({
  key: ASSET,
  time: revision,
  value: { ...failures.example.value, id, revision, state },
});

/** What comes of a plant that does as it should: two windows, one failure that closed and one that is open, a group. */
export function soundPlant(): Evidence {
  const sent: Sent[] = [...new Set(SEQS)].map((seq) => ({
    asset: ASSET,
    sensor: "temp",
    seq,
    good: true,
    acknowledgedAt: 1,
  }));
  sent.push({ asset: ASSET, sensor: "temp", seq: 7, good: false, acknowledgedAt: 1 });
  const lives = [
    failure("one", 1, "opened"),
    failure("one", 2, "updated"),
    failure("one", 3, "closed"),
    failure("two", 1, "opened"),
    failure("two", 2, "updated"),
  ];
  const windows = [
    window(0, { blocks: [0, 3], duplicates: 1, mean: 1 }),
    window(SIZE, { blocks: [4, 7], late: 1, mean: 4 }),
  ];
  const log: Log = {
    samples: placed(TIMES.map((time, i) => block(time, SEQS[i] ?? NaN))),
    rejected: placed([
      {
        key: `plant/${ASSET}/temp`,
        time: 1,
        value: {
          ...rejected.example.value,
          topic: `plant/${ASSET}/temp`,
          bytes: Buffer.from('{"seq":7}').toString("base64"),
        },
      },
    ]),
    features: placed(windows),
    predictions: placed(
      windows.map(({ value: { start, end } }) => ({
        key: ASSET,
        time: end,
        value: { ...predictions.example.value, start, end },
      })),
    ),
    alarms: placed(lives.map((life) => ({ ...life, value: { asset: ASSET, failure: life.value } }))),
    failures: placed(lives),
    groups: placed([
      { ...groups.example, value: { ...groups.example.value, revision: 1, state: "opened" as const } },
    ]),
  };
  const heard: Heard = {
    events: [
      ...log.failures.map((life) => toCloudEvent(failures, life)),
      ...log.groups.map((group) => toCloudEvent(groups, group)),
    ],
    isComplete: true,
    retained: new Map([
      [
        `mes/${ASSET}/predicted-failure`,
        JSON.stringify(toCloudEvent(failures, failure("two", 2, "updated"))),
      ],
      [
        `mes/${groups.example.key}/predicted-failure-group`,
        JSON.stringify(toCloudEvent(groups, log.groups[0] ?? groups.example)),
      ],
      [
        `mes/${ASSET}/risk`,
        JSON.stringify(toCloudEvent(predictions, log.predictions[1] ?? predictions.example)),
      ],
      ["mes/pdm-status", '{"online":true}'],
    ]),
  };
  return { sent, log, heard };
}
