import { type Contract, predictions, samples } from "@presage/contracts";
import { createMachine, vibration } from "@presage/simulator";
import type { Entry, StoredEntry } from "@presage/stream";
import type { Postgres } from "@presage/testbed";
import { pathOf } from "../support/plant-log.ts";
import { alarmEntry, BEGIN, WINDOW } from "./growth.ts";
import { heapBytes, Meter } from "./meter.ts";
import { openRig, type Rig } from "./rigs.ts";
import { cpuOf, filesOf } from "./servers.ts";

const ASSETS = 200;
const WINDOWS = 40;
export const SAMPLES = 2_560;
/** Of those so many at first are not measured: the code is compiled, baselines are learned. */
const WARM = 10;

/** What is in an asset's window: values of slow sensors, and blocks of so many samples. */
interface Load {
  readonly scalars: number;
  readonly blocks: number;
  readonly samples: number;
}
const FULL: Load = { scalars: 1, blocks: 1, samples: SAMPLES };

export const machine = createMachine({ seed: 1, fault: "outer-race" });
export const waveforms = Array.from({ length: 32 }, (_, i) =>
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

/** What each message is, as another asset's. */
const renamed = (entries: readonly Entry[], suffix: string): Entry[] =>
  entries.map((entry) => ({ ...entry, key: `${entry.key}-${suffix}` }));

const COPIES = 5;

/** Memory of an asset, bytes: what many more of them take than some, all with the same windows. */
async function heapUnits(
  service: "features" | "scorer" | "quality",
  topic: string,
  make: (n: number) => readonly Entry[],
): Promise<number> {
  const rig = await openRig(service);
  const live = async (suffix: string): Promise<void> => {
    for (let n = 0; n < WARM; n++) {
      await rig.tape.feed(topic, renamed(make(n), suffix));
      for (const out of rig.tape.written.keys()) rig.tape.take(out);
    }
  };
  await live("0");
  const before = heapBytes();
  for (let copy = 1; copy <= COPIES; copy++) await live(String(copy));
  const found = (heapBytes() - before) / (COPIES * ASSETS);
  await rig.close();
  return found;
}

/** Feeds a service window after window; `use` sees what it put out. */
export async function run(
  rig: Rig,
  topic: string,
  make: (n: number) => readonly Entry[],
  use: (n: number) => void = () => undefined,
): Promise<number> {
  const meter = new Meter();
  for (let n = 0; n < WINDOWS; n++) {
    const entries = make(n);
    const work = (): Promise<void> => rig.tape.feed(topic, entries);
    await (n < WARM ? work() : meter.measure(work));
    use(n);
  }
  return meter.per((WINDOWS - WARM) * ASSETS);
}

const all = (n: number, load: Load): Entry[] =>
  Array.from({ length: ASSETS }, (_, i) => samplesOf(i, n, load)).flat();

export async function featureUnits() {
  const windows = new Map<number, readonly StoredEntry[]>();
  const measure = async (load: Load) => {
    const rig = await openRig("features");
    const micros = await run(
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
    return { micros, windowBytes: out.bytes / out.messages, stateBytes: states.bytes / states.messages };
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
    // Without blocks: those of the open windows are counted by their bytes.
    assetBytes: await heapUnits("features", "samples", (n) =>
      all(n, { ...FULL, samples: 256 }).filter((_, i) => i % 2 === 0),
    ),
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
export async function windowUnits(
  name: "scorer" | "quality",
  windows: ReadonlyMap<number, readonly StoredEntry[]>,
  use: (n: number, rig: Rig) => void = () => undefined,
) {
  const rig = await openRig(name);
  const micros = await run(
    rig,
    "features",
    (n) => windows.get(n) ?? [],
    (n) => use(n, rig),
  );
  const { states } = rig.tape;
  await rig.close();
  const assetBytes = await heapUnits(name, "features", (n) => windows.get(n) ?? []);
  return { micros, assetBytes, stateBytes: states.bytes / Math.max(1, states.messages) };
}

export async function scorerUnits(windows: ReadonlyMap<number, readonly StoredEntry[]>) {
  const scored = new Map<number, readonly StoredEntry[]>();
  const found = await windowUnits("scorer", windows, (n, rig) => scored.set(n, rig.tape.take("predictions")));
  return { ...found, scored, predictionBytes: sizeOf(predictions, [...scored.values()].flat()) };
}

/** Windows and their predictions into the console's store: its own time, that of PostgreSQL, and the room of trends there. */
export async function consoleUnits(
  windows: ReadonlyMap<number, readonly StoredEntry[]>,
  scored: ReadonlyMap<number, readonly StoredEntry[]>,
  postgres?: Postgres,
  until = WINDOWS,
) {
  const url = postgres?.createDatabase();
  const env =
    url === undefined
      ? undefined
      : {
          PRESAGE_CONSOLE_STORE_URL: url.replace("postgres@", ""),
          PRESAGE_CONSOLE_STORE_USERNAME: "postgres",
        };
  const rig = await openRig("console", env);
  const cpu = (): number => (postgres === undefined ? 0 : cpuOf(postgres.pid));
  const meter = new Meter();
  let server = 0;
  for (let n = 0; n < until; n++) {
    if (n === WARM) server = cpu();
    const work = async (): Promise<void> => {
      await rig.tape.feed("features", windows.get(n) ?? []);
      await rig.tape.feed("predictions", scored.get(n) ?? []);
    };
    await (n < WARM ? work() : meter.measure(work));
  }
  const count = (until - WARM) * ASSETS;
  const serverMicros = ((cpu() - server) * 1e6) / count;
  await rig.close();
  // What was overwritten is given back.
  if (url !== undefined)
    postgres?.execute(`\\c ${new URL(url).pathname.slice(1)}\nVACUUM FULL;\nCHECKPOINT;`);
  const room = postgres === undefined ? 0 : filesOf(postgres.pid, (path) => path.includes("base/"));
  return { micros: meter.per(count), serverMicros, room };
}

/** Room of a window in the trends on PostgreSQL, bytes: what more windows take than some, each in a database of its own. */
export async function trendBytes(
  windows: ReadonlyMap<number, readonly StoredEntry[]>,
  scored: ReadonlyMap<number, readonly StoredEntry[]>,
  postgres: Postgres,
): Promise<number> {
  const sizes = [filesOf(postgres.pid, (path) => path.includes("base/"))];
  for (const until of [WARM, WINDOWS])
    sizes.push((await consoleUnits(windows, scored, postgres, until)).room);
  const [empty = 0, few = 0, both = 0] = sizes;
  return (both - few - (few - empty)) / ((WINDOWS - WARM) * ASSETS);
}

export async function grouperUnits(): Promise<number> {
  const rig = await openRig("grouper");
  const micros = await run(rig, "alarms", (n) => Array.from({ length: ASSETS }, (_, i) => alarmEntry(i, n)));
  await rig.close();
  return micros;
}
