import {
  failures,
  type Message,
  predictions,
  toCloudEvent,
  type Failure,
  type FeatureWindow,
} from "@presage/contracts";
import { describe, expect, it } from "vitest";
import type { Evidence, Heard, Log, Logged, Sent } from "../evidence.ts";
import { check } from "./check.ts";
import { ASSET, block, failure, placed, soundPlant } from "./sound-plant.fixture.ts";

const without = <T>(list: readonly T[], i: number): T[] => list.toSpliced(i, 1);
const again = <T>(list: readonly T[], i: number): T[] => list.toSpliced(i, 0, ...list.slice(i, i + 1));
const swapped = <T>(list: readonly T[], i: number): T[] =>
  list.toSpliced(i, 2, ...list.slice(i, i + 2).toReversed());
const retained = (heard: Heard, topic: string, payload?: string): Heard => {
  const map = new Map(heard.retained);
  if (payload === undefined) map.delete(topic);
  else map.set(topic, payload);
  return { ...heard, retained: map };
};
const say = (life: Message<Failure>): string => JSON.stringify(toCloudEvent(failures, life));

type Mutant = readonly [
  name: string,
  rule: string,
  change: (log: Log, heard: Heard, sent: readonly Sent[]) => Partial<Evidence>,
];
const inLog =
  (change: (log: Log) => Partial<Log>): Mutant[2] =>
  (log) => ({ log: { ...log, ...change(log) } });
const inHeard =
  (change: (heard: Heard) => Heard): Mutant[2] =>
  (_, heard) => ({ heard: change(heard) });
const recount = (log: Log, i: number, change: (window: Message<FeatureWindow>) => void): Partial<Log> => {
  const all = structuredClone(log.features) as Logged<FeatureWindow>[];
  const chosen = all[i];
  if (chosen !== undefined) change(chosen);
  return { features: all };
};

const MUTANTS: readonly Mutant[] = [
  ["loses a block", "acknowledged block lost", inLog((l) => ({ samples: without(l.samples, 0) }))],
  ["loses a rejection", "acknowledged block lost", inLog(() => ({ rejected: [] }))],
  [
    "invents a block",
    "block that nobody sent",
    inLog((l) => ({ samples: [...l.samples, ...placed([block(2_950, 99)])] })),
  ],
  [
    "takes a message for good that is not",
    "block in the wrong topic",
    inLog((l) => ({ samples: [...l.samples, { ...block(2_950, 7), partition: 0, offset: 8 }] })),
  ],
  [
    "drops a window and its prediction",
    "blocks in no window and not reported",
    inLog((l) => ({ features: without(l.features, 0), predictions: without(l.predictions, 0) })),
  ],
  [
    "drops a prediction",
    "window without prediction",
    inLog((l) => ({ predictions: without(l.predictions, 1) })),
  ],
  ["drops a window only", "prediction without window", inLog((l) => ({ features: without(l.features, 1) }))],
  ["doubles a window", "window twice in features", inLog((l) => ({ features: again(l.features, 0) }))],
  [
    "doubles a prediction",
    "window twice in predictions",
    inLog((l) => ({ predictions: again(l.predictions, 0) })),
  ],
  [
    "swaps two windows",
    "window out of order in features",
    inLog((l) => ({ features: swapped(l.features, 0) })),
  ],
  [
    "counts a block twice",
    "window counts other blocks than are in it",
    inLog((l) =>
      recount(l, 0, ({ value }) => void (value.sensors["temp"] && value.sensors["temp"].quality.blocks++)),
    ),
  ],
  [
    "leaves out a block of a window",
    "window counts other blocks than are in it",
    inLog((l) =>
      recount(l, 1, ({ value }) => void (value.sensors["temp"] && value.sensors["temp"].quality.blocks--)),
    ),
  ],
  [
    "leaves out a sensor of a window",
    "window counts other blocks than are in it",
    inLog((l) => recount(l, 0, ({ value }) => void delete value.sensors["temp"])),
  ],
  [
    "uses the values of another block",
    "window has other values than its blocks",
    inLog((l) =>
      recount(
        l,
        0,
        ({ value }) => void (value.sensors["temp"] && (value.sensors["temp"].features["mean"] = 2)),
      ),
    ),
  ],
  [
    "does not report a late block",
    "blocks in no window and not reported",
    inLog((l) => recount(l, 1, ({ value }) => void (value.quality.late = 0))),
  ],
  [
    "does not report a sensor's late block",
    "blocks in no window and not reported",
    inLog((l) =>
      recount(l, 1, ({ value }) => void (value.sensors["temp"] && (value.sensors["temp"].quality.late = 0))),
    ),
  ],
  [
    "reports a repeat twice",
    "blocks reported more than once",
    inLog((l) => recount(l, 0, ({ value }) => void (value.quality.duplicates = 2))),
  ],
  ["skips a revision", "revision skipped in failures", inLog((l) => ({ failures: without(l.failures, 1) }))],
  [
    "says a revision twice",
    "revision again, or out of order, in failures",
    inLog((l) => ({ failures: again(l.failures, 1) })),
  ],
  [
    "swaps two revisions",
    "revision again, or out of order, in failures",
    inLog((l) => ({ failures: swapped(l.failures, 1) })),
  ],
  [
    "loses the end of a failure",
    "two open at once in failures",
    inLog((l) => ({ failures: without(l.failures, 2) })),
  ],
  [
    "goes on after the end",
    "state that cannot follow in failures",
    inLog((l) => ({
      failures: [
        ...l.failures.slice(0, 3),
        ...placed([failure("one", 4, "updated")]),
        ...l.failures.slice(3),
      ],
    })),
  ],
  ["loses an alarm's failure", "alarm without failure", inLog((l) => ({ failures: without(l.failures, 4) }))],
  [
    "invents a failure",
    "failure without alarm",
    inLog((l) => ({ failures: [...l.failures, ...placed([failure("two", 3, "closed")])] })),
  ],
  [
    "skips a group's revision",
    "revision skipped in groups",
    inLog((l) => ({ groups: l.groups.map((g) => ({ ...g, value: { ...g.value, revision: 2 } })) })),
  ],
  [
    "does not tell the MES of a revision",
    "MES did not hear a revision",
    inHeard((h) => ({ ...h, events: without(h.events, 1) })),
  ],
  [
    "tells the MES in another order",
    "MES heard revisions out of order",
    inHeard((h) => ({ ...h, events: swapped(h.events, 1) })),
  ],
  [
    "tells the MES what is not in the log",
    "MES heard what is not in the log",
    inHeard((h) => ({ ...h, events: [...h.events, toCloudEvent(failures, failure("ghost", 1, "opened"))] })),
  ],
  [
    "retains an old state",
    "retained state is not the log's",
    inHeard((h) => retained(h, `mes/${ASSET}/predicted-failure`, say(failure("two", 1, "opened")))),
  ],
  [
    "retains nothing of an open failure",
    "retained state is not the log's",
    inHeard((h) => retained(h, `mes/${ASSET}/predicted-failure`)),
  ],
  [
    "retains what has closed",
    "retained state is not the log's",
    inHeard((h) => retained(h, "mes/site/area/line/b/predicted-failure", say(failure("three", 1, "opened")))),
  ],
  [
    "retains an old risk",
    "retained state is not the log's",
    inHeard((h) =>
      retained(h, `mes/${ASSET}/risk`, JSON.stringify(toCloudEvent(predictions, predictions.example))),
    ),
  ],
  [
    "says that Presage is not alive",
    "the MES is told that Presage is not alive",
    inHeard((h) => retained(h, "mes/pdm-status", '{"online":false}')),
  ],
];

describe("the checker of the torture test", () => {
  it("finds nothing wrong with a plant that does as it should, repeats to the MES among it", () => {
    expect(check(soundPlant())).toEqual([]);
    const { heard, ...rest } = soundPlant();
    expect(
      check({ ...rest, heard: { ...heard, events: [...heard.events, ...heard.events.slice(0, 2)] } }),
    ).toEqual([]);
  });

  it.each(MUTANTS)("finds a plant that %s", (_, rule, change) => {
    const { log, heard, sent } = soundPlant();
    const violations = check({ sent, log, heard, ...change(log, heard, sent) });
    expect(violations.map((violation) => violation.rule)).toContain(rule);
  });

  it("does not ask for what was not acknowledged", () => {
    const { sent, ...rest } = soundPlant();
    const unsure: Sent = { asset: ASSET, sensor: "temp", seq: 50, good: true };
    expect(check({ ...rest, sent: [...sent, unsure] })).toEqual([]);
  });

  it.each([
    ["was in a window", 4],
    ["came late", 6],
  ])("lets a sensor name a used block repeated if its number %s before, and no other", (_, before) => {
    const { log, ...rest } = soundPlant();
    const number = (seq: number): Log["samples"] =>
      log.samples.map((entry) => (entry.offset === 7 ? { ...entry, value: { ...entry.value, seq } } : entry));
    const named = recount(log, 1, ({ value }) => {
      if (value.sensors["temp"]) value.sensors["temp"].quality.duplicates = 1;
    });
    expect(
      check({
        ...rest,
        sent: rest.sent.filter(({ seq }) => seq !== 5),
        log: { ...log, ...named, samples: number(before) },
      }),
    ).toEqual([]);
    const [found] = check({ ...rest, log: { ...log, ...named } });
    expect(found?.rule).toBe("blocks reported more than once");
  });

  it("names the block that is lost, and when its PUBACK came", () => {
    const { log, ...rest } = soundPlant();
    const [found] = check({ ...rest, log: { ...log, samples: without(log.samples, 0) } });
    expect(found).toEqual({
      rule: "acknowledged block lost",
      what: `${ASSET}/temp#0`,
      seen: "PUBACK at 1970-01-01T00:00:00.001Z",
    });
  });
});
