import type { FeatureWindow } from "@presage/contracts";
import { createMachine, createRandom, type Fault, type Machine, seedOf } from "@presage/simulator";
import { sensed } from "./moment.ts";
import type { Observe, Snapshot } from "./observe.ts";
import { LIFE_HOURS } from "./population.ts";

/** Hz, of every vibration sensor. */
const RATE = 25_600;

export interface FaultLifeSettings {
  readonly fault: Fault;
  readonly seed: number;
  /** Length of a block of vibration, s. */
  readonly blockSeconds: number;
  /** In how many windows the life is seen. */
  readonly windows: number;
}

/** A machine that goes from new to its limit by one fault, window by window. */
export interface FaultLife {
  readonly fault: Fault;
  readonly windows: readonly FeatureWindow[];
  /** Of each window: what share of the life is over. The last is 1, at the limit. */
  readonly shares: readonly number[];
  /** Share of the life after which the fault grows. */
  readonly onset: number;
}

/**
 * The life of a machine at constant speed whose shaft and bearing are known, with a temperature sensor and one or two vibration
 * sensors: what is asked of diagnosis is asked where all is given that it needs.
 */
export function simulateFault(settings: FaultLifeSettings, observe: Observe): FaultLife {
  const { fault, seed, blockSeconds, windows: count } = settings;
  const blockSamples = Math.round(blockSeconds * RATE);
  const machine = createMachine({ seed, fault, rate: RATE, blockSamples });
  const shares = Array.from({ length: count }, (_, i) => (i + 1) / count);
  const { shaftHz, bearing } = machine;
  const windows = observe(snapshots(machine, shares), { shaftHz, bearing });
  return { fault, windows, shares, onset: machine.wearLaw.onset };
}

function* snapshots(machine: Machine, shares: readonly number[]): Iterable<Snapshot> {
  const random = createRandom(seedOf(machine.seed, 30));
  const axes = random.uniform() < 0.5 ? [0] : [0, 1];
  const midnight = random.between(0, 86_400);
  const hours = random.logBetween(...LIFE_HOURS);
  for (const [i, share] of shares.entries()) {
    const seconds = share * hours * 3_600;
    yield {
      ...sensed(machine, { share, seconds, clock: midnight, block: i, axes }),
      speed: undefined,
    };
  }
}
