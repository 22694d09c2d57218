import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Contract, features, predictions, samples } from "@presage/contracts";
import type { Units } from "@presage/scale";
import { createMachine, vibration } from "@presage/simulator";
import type { Entry, StoredEntry } from "@presage/stream";
import { startMosquitto, startPostgres } from "@presage/testbed";
import mqtt from "mqtt";
import { pathOf } from "../support/plant-log.ts";
import { alarmEntry, BEGIN, WINDOW } from "./growth.ts";
import { kafkaUnits } from "./kafka-units.ts";
import { heapBytes, Meter } from "./meter.ts";
import { openRig, type Rig } from "./rigs.ts";
import { cpuOf, filesOf } from "./servers.ts";

const ASSETS = 200;
const WINDOWS = 40;
const SAMPLES = 2_560;
/** Of those so many at first are not measured: the code is compiled, baselines are learned. */
const WARM = 10;

const round = (value: number): number => Number(value.toPrecision(3));

/** What is in an asset's window: values of slow sensors, and blocks of so many samples. */
interface Load {
  readonly scalars: number;
  readonly blocks: number;
  readonly samples: number;
}
const FULL: Load = { scalars: 1, blocks: 1, samples: SAMPLES };

const machine = createMachine({ seed: 1, fault: "outer-race" });
const waveforms = Array.from({ length: 32 }, (_, i) =>
  Float32Array.from(vibration(machine, { wear: 0.1, speed: 1, load: 1 }, i)),
);

/** Blocks and values of an asset in its n-th window, as the bridge writes them. */
function samplesOf(i: number, n: number, { scalars, blocks, samples: length }: Load): Entry[] {
  const time = BEGIN + n * WINDOW + 1_000 + (i % 7_000);
  const common = { received: time + 50, clockSkewed: false, deviceTime: time, seq: n, qos: 1 as const };
  const write = (value: Parameters<typeof samples.encode>[0]["value"]): Entry => ({
    key: pathOf(i),
    time,
    value: samples.encode({ key: pathOf(i), time, value }),
  });
  const scalar = (s: number): Entry =>
    write({
      ...common,
      sensor: `temp-${s}`,
      quantity: "temperature",
      unit: "Cel",
      rate: 0,
      values: Float32Array.of(40 + ((i + n) % 9)),
    });
  const block = (b: number): Entry => {
    const values = (waveforms[(i + n) % waveforms.length] ?? new Float32Array(0)).subarray(0, length);
    return write({
      ...common,
      sensor: `vib-${b}`,
      quantity: "acceleration",
      unit: "g",
      rate: machine.rate,
      values,
    });
  };
  return [
    ...Array.from({ length: scalars }, (_, s) => scalar(s)),
    ...Array.from({ length: blocks }, (_, b) => block(b)),
  ];
}

interface Measured {
  /** Microseconds of processor time for each asset and window. */
  readonly micros: number;
  /** Memory of an asset, bytes. */
  readonly assetBytes: number;
}

/** Feeds a service window after window; `use` sees what it put out. */
async function run(
  rig: Rig,
  topic: string,
  make: (n: number) => readonly Entry[],
  use: (n: number) => void = () => undefined,
): Promise<Measured> {
  const before = heapBytes();
  const meter = new Meter();
  for (let n = 0; n < WINDOWS; n++) {
    const entries = make(n);
    const work = (): Promise<void> => rig.tape.feed(topic, entries);
    await (n < WARM ? work() : meter.measure(work));
    use(n);
  }
  return { micros: meter.per((WINDOWS - WARM) * ASSETS), assetBytes: (heapBytes() - before) / ASSETS };
}

const all = (n: number, load: Load): Entry[] =>
  Array.from({ length: ASSETS }, (_, i) => samplesOf(i, n, load)).flat();

async function featureUnits() {
  const windows = new Map<number, readonly StoredEntry[]>();
  const measure = async (load: Load) => {
    const rig = await openRig("features");
    const found = await run(
      rig,
      "samples",
      (n) => all(n, load),
      (n) =>
        windows.set(
          n,
          rig.tape.take("features").filter(({ value }) => value.byteLength > 0),
        ),
    );
    const { states, written } = rig.tape;
    await rig.close();
    const out = written.get("features") ?? { messages: 1, bytes: 0 };
    return { ...found, windowBytes: out.bytes / out.messages, stateBytes: states.bytes / states.messages };
  };
  await measure({ ...FULL, samples: 256 });
  const one = await measure({ scalars: 1, blocks: 0, samples: 0 });
  const many = await measure({ scalars: 11, blocks: 0, samples: 0 });
  const short = await measure({ ...FULL, samples: 256 });
  const full = await measure(FULL);
  const scalar = (many.micros - one.micros) / 10;
  const sample = (full.micros - short.micros) / (SAMPLES - 256);
  return {
    windows,
    window: one.micros - scalar,
    scalar,
    block: Math.max(0, short.micros - one.micros - 256 * sample),
    sample,
    assetBytes: full.assetBytes,
    stateBytes: full.stateBytes,
    windowBytes: full.windowBytes,
    scalarBytes: (many.windowBytes - one.windowBytes) / 10,
  };
}

const sizeOf = <V>(contract: Contract<V>, entries: readonly StoredEntry[]): number =>
  entries
    .filter(({ topic }) => topic === contract.topic)
    .reduce((sum, { value }) => sum + value.byteLength, 0) / entries.length;

/** Of a service that reads windows. */
async function windowUnits(
  name: "scorer" | "quality" | "console",
  windows: ReadonlyMap<number, readonly StoredEntry[]>,
  use: (n: number, rig: Rig) => void = () => undefined,
  env: Readonly<Record<string, string>> = {},
) {
  const rig = await openRig(name, env);
  const measured = await run(
    rig,
    "features",
    (n) => windows.get(n) ?? [],
    (n) => use(n, rig),
  );
  const { states } = rig.tape;
  await rig.close();
  return { ...measured, stateBytes: states.bytes / Math.max(1, states.messages) };
}

async function scorerUnits(windows: ReadonlyMap<number, readonly StoredEntry[]>) {
  const scored = new Map<number, readonly StoredEntry[]>();
  const found = await windowUnits("scorer", windows, (n, rig) => scored.set(n, rig.tape.take("predictions")));
  return { ...found, scored, predictionBytes: sizeOf(predictions, [...scored.values()].flat()) };
}

/** Windows and their predictions into the console's store: its own time, that of PostgreSQL, and room. */
async function consoleUnits(
  windows: ReadonlyMap<number, readonly StoredEntry[]>,
  scored: ReadonlyMap<number, readonly StoredEntry[]>,
  url?: string,
  pid?: number,
) {
  const env =
    url === undefined
      ? {}
      : {
          PRESAGE_CONSOLE_STORE_URL: url.replace("postgres@", ""),
          PRESAGE_CONSOLE_STORE_USERNAME: "postgres",
        };
  const rig = await openRig("console", env);
  const isTable = (path: string): boolean => path.includes("base/");
  let [server, room] = [0, 0];
  const meter = new Meter();
  const before = heapBytes();
  for (let n = 0; n < WINDOWS; n++) {
    if (n === WARM && pid !== undefined) [server, room] = [cpuOf(pid), filesOf(pid, isTable)];
    const work = async (): Promise<void> => {
      await rig.tape.feed("features", windows.get(n) ?? []);
      await rig.tape.feed("predictions", scored.get(n) ?? []);
    };
    await (n < WARM ? work() : meter.measure(work));
  }
  const assetBytes = (heapBytes() - before) / ASSETS;
  await rig.close();
  const count = (WINDOWS - WARM) * ASSETS;
  return {
    micros: meter.per(count),
    assetBytes,
    serverMicros: pid === undefined ? 0 : ((cpuOf(pid) - server) * 1e6) / count,
    roomBytes: pid === undefined ? 0 : (filesOf(pid, isTable) - room) / count,
  };
}

/** From a real MQTT broker, whose queue is full, into a log in memory: microseconds a message. */
async function bridgeUnits(
  length: number,
  count: number,
): Promise<{ micros: number; bytes: number; entry: number }> {
  const mosquitto = await startMosquitto({
    config: ["allow_anonymous true", "max_queued_messages 0"],
    persistence: false,
  });
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  const session = {
    clientId: "units-bridge",
    protocolVersion: 5 as const,
    properties: { sessionExpiryInterval: 3_600 },
  };
  const env = { PRESAGE_MQTT_URL: url, PRESAGE_MQTT_CLIENT_ID: "units" };
  const payload = (i: number): string =>
    JSON.stringify(
      length === 0
        ? { seq: i, t: Date.now(), v: 40 + (i % 9), unit: "Cel" }
        : {
            seq: i,
            t: Date.now(),
            rate: machine.rate,
            unit: "g",
            v: Array.from((waveforms[i % 32] ?? []).slice(0, length), (x) => Math.round(x * 1e4) / 1e4),
          },
    );
  const away = await mqtt.connectAsync(url, { ...session, clean: true });
  await away.subscribeAsync("plant/#", { qos: 1 });
  await away.endAsync();
  const device = await mqtt.connectAsync(url, { clientId: "units-device" });
  let bytes = 0;
  for (let i = 0; i < count; i += 200)
    await Promise.all(
      Array.from({ length: 200 }, (_, k) => {
        const [topic, text] = [`plant/${pathOf(i + k)}/s`, payload(i + k)];
        bytes += topic.length + text.length;
        return device.publishAsync(topic, text, { qos: 1 });
      }),
    );
  await device.endAsync();
  const meter = new Meter();
  const entry = await meter.measure(async () => {
    const rig = await openRig("bridge", env, undefined, url);
    const written = () => rig.tape.written.get("samples") ?? { messages: 0, bytes: 0 };
    while (written().messages < count) await new Promise((resolve) => setTimeout(resolve, 20));
    const size = written().bytes / count;
    await rig.close();
    return size;
  });
  await mosquitto.stop();
  return { micros: meter.per(count), bytes: bytes / count, entry };
}

async function publisherUnits(scored: ReadonlyMap<number, readonly StoredEntry[]>) {
  const mosquitto = await startMosquitto({ config: ["allow_anonymous true"], persistence: false });
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  const rig = await openRig("publisher", {}, undefined, url);
  const { micros } = await run(rig, "predictions", (n) => scored.get(n) ?? []);
  await rig.close();
  await mosquitto.stop();
  const quiet = await openRig("publisher");
  await run(quiet, "predictions", (n) => scored.get(n) ?? []);
  await quiet.close();
  return { micros, bytes: quiet.told.bytes / quiet.told.messages };
}

async function grouperUnits(): Promise<number> {
  const rig = await openRig("grouper");
  const { micros } = await run(rig, "alarms", (n) =>
    Array.from({ length: ASSETS }, (_, i) => alarmEntry(i, n)),
  );
  await rig.close();
  return micros;
}

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
  const postgres = await consoleUnits(f.windows, s.scored, server.createDatabase(), server.pid);
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
      windowBytes: round(postgres.roomBytes),
      assetBytes: round(postgres.assetBytes),
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

export async function writeUnits(file: string): Promise<Units> {
  const units = await measureUnits();
  writeFileSync(file, `${JSON.stringify(units, null, 2)}\n`);
  return units;
}
