import { existsSync } from "node:fs";
import { join } from "node:path";
import { features } from "@presage/contracts";
import { type Config, sourceName } from "@presage/service";
import type { Broker } from "@presage/stream";
import { GROUPS } from "../process/lag.ts";
import { readLog, startAt } from "../process/read-log.ts";
import { advise } from "./advise.ts";
import type { Finding } from "./finding.ts";
import { lookAtRejected, readRejected } from "./rejected.ts";
import { gatherFacts, type SourceFacts } from "./source-facts.ts";

/** What the log has to say. */
export interface LogFindings {
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceFacts[];
}

/** Whether there is a log of its own in a file yet. */
export const hasLog = ({ broker, dataDir }: Config): boolean =>
  broker.kind === "kafka" || existsSync(join(dataDir, "log.db"));

/** Reads the log: whether it answers, the clock, and how the messages of each source came in since a time. */
export async function lookAtLog(
  broker: Broker,
  config: Config,
  since: number,
  now: number,
): Promise<LogFindings> {
  const { kind, partitions, kafka } = config.broker;
  const where = kind === "kafka" ? kafka.brokers.join(", ") : join(config.dataDir, "log.db");
  // Of all groups: the last partition is there, and who reads the log may.
  for (const group of Object.values(GROUPS)) await broker.lag(group);
  await broker.read(features.topic, partitions - 1, 0, 1);
  const { add, facts } = gatherFacts();
  let newest = -Infinity;
  let windows = 0;
  const clockOf = (message: { value: { closedAt: number } }): number => message.value.closedAt;
  for await (const message of readLog(broker, features, startAt(broker, features, clockOf, since))) {
    add(message);
    windows++;
    newest = Math.max(newest, message.value.closedAt);
  }
  const sources = facts();
  const used = sources.reduce((sum, { messages }) => sum + messages, 0);
  return {
    findings: [
      {
        check: "log",
        level: "good",
        says: `${where} answers, ${partitions} partitions, ${windows.toLocaleString("en")} windows since ${new Date(since).toISOString()}`,
      },
      ...lookAtClock(newest, now),
      ...lookAtSources(config, sources),
      ...lookAtRejected(await readRejected(broker, since), used),
    ],
    sources,
  };
}

const AHEAD_MS = 5_000;

/** What is in the log was there before now. */
export const lookAtClock = (newest: number, now: number): readonly Finding[] =>
  newest - now > AHEAD_MS
    ? [
        {
          check: "clock",
          level: "wrong",
          says: `the log has windows that close ${Math.round((newest - now) / 1e3)} s from now: this clock, or the bridge's, was set back`,
          advice: "let NTP set the clocks of all machines that run Presage",
        },
      ]
    : [];

/** Each configured source, by what its messages tell. */
export function lookAtSources(
  { sources, time, windows }: Pick<Config, "sources" | "time" | "windows">,
  facts: readonly SourceFacts[],
): readonly Finding[] {
  const named = new Map(sources.map((source) => [sourceName(source), source]));
  return [...named].flatMap(([name, { decoder, qos, maxClockSkew }]) => {
    const found = facts.find((each) => each.name === name) ?? nothing(name);
    const settings = {
      qos,
      sparkplug: decoder === "sparkplug",
      graceMs: windows.grace,
      maxClockSkewMs: maxClockSkew ?? time.maxClockSkew,
    };
    const check = `source ${name}`;
    const advice = advise(found, settings).map((each) => ({ check, ...each }));
    return found.messages === 0 ? advice : [{ check, level: "good", says: factsText(found) }, ...advice];
  });
}

/** `1,200 messages of 4 sensors at QoS 1, …` */
function factsText({
  messages,
  sensors,
  qos,
  duplicates,
  late,
  restarts,
  latency,
  clocks,
}: SourceFacts): string {
  const levels = qos.flatMap((count, level) => (count === 0 ? [] : [`${level}`])).join(" and ");
  return [
    `${messages.toLocaleString("en")} messages of ${sensors} sensors${levels === "" ? "" : ` at QoS ${levels}`}`,
    `${duplicates} came again`,
    `${late} too late`,
    ...(restarts > 0 ? [`${restarts} counts began anew`] : []),
    ...(latency ? [`latency ${latency.p50} ms, in 99 of 100 windows at most ${latency.p99} ms`] : []),
    ...(clocks ? [`shortest way by the sensors' clocks ${clocks.least.ms} to ${clocks.greatest.ms} ms`] : []),
  ].join(", ");
}

const nothing = (name: string): SourceFacts => ({
  name,
  sensors: 0,
  messages: 0,
  qos: [0, 0, 0],
  numbered: 0,
  timed: 0,
  lost: 0,
  restarts: 0,
  duplicates: 0,
  late: 0,
});
