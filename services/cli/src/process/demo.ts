import type { Asset, Config, MqttConnection } from "@presage/service";
import { openSink } from "@presage/mqtt";
import { createMachine, type Fault, type Machine, wearAt } from "@presage/simulator";
import { machineMessages } from "./machine-messages.ts";

export interface DemoOptions extends MqttConnection {
  readonly clientId: string;
  /** How many machines. */
  readonly machines: number;
  /** Milliseconds between two blocks of a machine. */
  readonly every: number;
  /** How many of them wear out. */
  readonly wearing: number;
  /** How long a worn-out machine takes from new to its end, milliseconds; half of it later it is replaced. */
  readonly life: number;
  /** What wears out; by default a flaw of the outer race first, then one fault after the other. */
  readonly fault?: Fault;
  /** Told when a publish failed for good. */
  readonly onError: (error: unknown) => void;
}

export interface Demo {
  /** The machines' asset paths, the ones that wear out first. */
  readonly assets: readonly string[];
  close(): Promise<void>;
}

interface Simulated {
  readonly path: string;
  readonly machine: Machine;
  readonly wears: boolean;
}

const SEED = 1_000;

/** Machines that wear out so evenly that one can watch it, once it is known what they are like when healthy. */
const WEARING_SEEDS = [0, 1, 5];
export const WEARING_FAULTS: readonly Fault[] = [
  "outer-race",
  "inner-race",
  "imbalance",
  "rolling-element",
  "overheating",
  "misalignment",
  "distributed",
  "looseness",
  "cage",
];
const EVEN_WEAR = { onset: 0.35, exponent: 1 };

/** Share of life after some lives: a worn-out machine stays as it is for half a life, then a new one takes its place. */
const shareOf = (lives: number): number => Math.min(lives % 1.5, 1);

const wearingMachine = (i: number, fault: Fault | undefined): Machine =>
  createMachine({
    seed: WEARING_SEEDS[i % WEARING_SEEDS.length] ?? 0,
    fault: fault ?? WEARING_FAULTS[i % WEARING_FAULTS.length] ?? "outer-race",
    wearLaw: EVEN_WEAR,
  });

/** The line and name of the i-th simulated machine, ten to a line. */
export const placeOf = (i: number): string => `line${1 + (Math.floor(i / 10) % 10)}/pump${i + 1}`;

/** The same machines for the same options, those that wear out first. */
const fleetOf = ({
  machines,
  wearing,
  fault,
}: Pick<DemoOptions, "machines" | "wearing" | "fault">): Simulated[] =>
  Array.from({ length: machines }, (_, i) => ({
    path: `demo/hall${1 + Math.floor(i / 100)}/${placeOf(i)}`,
    machine: i < wearing ? wearingMachine(i, fault) : createMachine({ seed: SEED + i }),
    wears: i < wearing,
  }));

/** What the configuration would say of the machines: all but the last, so that there is one that nobody configured. */
export function demoAssets(
  options: Pick<DemoOptions, "machines" | "wearing">,
  { defaults, limits }: Config,
): readonly Asset[] {
  return fleetOf(options)
    .slice(0, Math.max(1, options.machines - 1))
    .map(({ path, machine: { shaftHz, bearing } }) => ({
      ...defaults,
      path,
      shaftSpeed: Math.round(shaftHz * 60),
      bearing: {
        balls: bearing.balls,
        ballDiameter: bearing.ball_mm,
        pitchDiameter: bearing.pitch_mm,
        contactAngle: bearing.contact_deg,
      },
      sensors: {},
      limits,
    }));
}

/** Simulates machines that publish like real ones, over MQTT, on their own topics. */
export function startDemo(options: DemoOptions): Demo {
  const { machines, every, life, clientId, onError } = options;
  const sink = openSink({ ...options, clientId });
  const fleet = fleetOf(options);
  const begin = Date.now();
  const timers = fleet.map((simulated, i) => {
    let block = 0;
    const publish = (): void => {
      const now = Date.now();
      const wear = simulated.wears ? wearAt(simulated.machine, shareOf((now - begin) / life)) : 0.02;
      send(simulated, now, wear, block++).catch(onError);
    };
    // Spread over the interval, as machines that know nothing of each other are.
    return setTimeout(
      () => {
        publish();
        timers[i] = setInterval(publish, every);
      },
      (every * i) / machines,
    );
  });

  async function send({ path, machine }: Simulated, t: number, wear: number, block: number): Promise<void> {
    const messages = machineMessages({ prefix: "plant", path, machine, wear, block, t, since: begin });
    await Promise.all(messages.map((message) => sink.publish(message)));
  }

  return {
    assets: fleet.map((simulated) => simulated.path),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await sink.close();
    },
  };
}
