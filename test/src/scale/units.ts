import { cpus } from "node:os";
import type { Units } from "@presage/scale";
import { startPostgres } from "@presage/testbed";
import { grow } from "./growth.ts";
import { kafkaUnits } from "./kafka-units.ts";
import { bridgeUnits, publisherUnits } from "./mqtt-units.ts";
import {
  consoleUnits,
  featureUnits,
  grouperUnits,
  SAMPLES,
  scorerUnits,
  trendBytes,
  windowUnits,
} from "./stage-units.ts";

const round = (value: number): number => Number(value.toPrecision(3));

/** Measures all unit costs: some two minutes. */
export async function measureUnits(): Promise<Units> {
  const say = (text: string): void => void process.stderr.write(`  ${text}\n`);
  say("features");
  const f = await featureUnits();
  say("scorer, quality, grouper");
  const s = await scorerUnits(f.windows);
  const q = await windowUnits("quality", f.windows);
  const grouper = await grouperUnits();
  say("publisher, bridge");
  const p = await publisherUnits(s.scored);
  const scalar = await bridgeUnits(0, 10_000);
  const block = await bridgeUnits(SAMPLES, 1_600);
  say("console");
  const sqlite = await consoleUnits(f.windows, s.scored);
  const server = await startPostgres();
  const postgres = await consoleUnits(f.windows, s.scored, server);
  // With what the service itself takes, which is little for each of so many.
  const { assetBytes } = await grow("console", 10_000, 1);
  const windowBytes = await trendBytes(f.windows, s.scored, server);
  await server.stop();
  say("Kafka");
  const kafka = await kafkaUnits();
  const cpu = cpus()[0]?.model ?? "?";
  return {
    measured: { date: new Date().toISOString().slice(0, 10), node: process.version, cpu },
    bridge: {
      messageMicros: round(scalar.micros),
      sampleMicros: round((block.micros - scalar.micros) / SAMPLES),
    },
    features: {
      windowMicros: round(f.window),
      messageMicros: round(f.scalar),
      blockMicros: round(f.block),
      sampleMicros: round(f.sample),
      assetBytes: round(f.assetBytes),
    },
    scorer: { windowMicros: round(s.micros), assetBytes: round(s.assetBytes) },
    quality: { windowMicros: round(q.micros), assetBytes: round(q.assetBytes) },
    grouper: { alarmMicros: round(grouper) },
    publisher: { windowMicros: round(p.micros) },
    console: {
      sqliteMicros: round(sqlite.micros),
      postgresMicros: round(postgres.micros),
      postgresServerMicros: round(postgres.serverMicros),
      windowBytes: round(windowBytes),
      assetBytes: round(assetBytes),
    },
    bytes: {
      mqttMessage: round(scalar.bytes),
      mqttSample: round((block.bytes - scalar.bytes) / SAMPLES),
      mqttOut: round(p.bytes),
      entry: round(scalar.entry),
      entrySample: round((block.entry - scalar.entry) / SAMPLES),
      window: round(f.windowBytes - f.scalarBytes),
      windowScalar: round(f.scalarBytes),
      prediction: round(s.predictionBytes),
      featuresState: round(f.stateBytes),
      scorerState: round(s.stateBytes),
      qualityState: round(q.stateBytes),
    },
    kafka,
  };
}
