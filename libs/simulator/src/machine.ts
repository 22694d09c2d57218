import type { BearingGeometry } from "@presage/signal";
import { createRandom, type Random, seedOf } from "./random.ts";

/**
 * What wears: a flaw of the outer or inner ring, struck by each ball that passes, or the whole bearing, whose strikes have no
 * period.
 */
export type Fault = "outer" | "inner" | "distributed";

export interface MachineSettings {
  /** All else that is not given follows from it. Integer. */
  readonly seed: number;
  /** Speed of the shaft, Hz; by default 15 to 50. */
  readonly shaftHz?: number;
  readonly bearing?: BearingGeometry;
  readonly fault?: Fault;
  /** Sampling rate of the vibration sensor, Hz; 25,600 by default. */
  readonly rate?: number;
  /** Samples per block; a tenth of a second by default. */
  readonly blockSamples?: number;
  /** Temperature around the machine, Cel; 22 by default. */
  readonly ambient?: number;
  /** By default wear accelerates after 50 to 92 % of life; an earlier onset gives more time to see it. */
  readonly wearLaw?: Machine["wearLaw"];
}

type Four = readonly [number, number, number, number];

/** A rotating machine on one rolling bearing, as it is for its whole life. */
export interface Machine {
  readonly seed: number;
  readonly shaftHz: number;
  readonly bearing: BearingGeometry;
  readonly fault: Fault;
  readonly rate: number;
  readonly blockSamples: number;
  readonly ambient: number;
  readonly healthy: {
    /** Velocity RMS of the 1x, 2x and 3x shaft order, mm/s: unbalance, misalignment, looseness. */
    readonly orders: readonly [number, number, number];
    /** Acceleration RMS in g of the housing's modes, and of what the sensor itself adds. */
    readonly modes: Four;
    readonly sensor: number;
    /** Harmless strikes, of neighbouring machines or lubricant: how many per second, and their peak in g. */
    readonly shocks: number;
    readonly shockPeak: number;
  };
  readonly housing: {
    /** Natural frequencies and bandwidths of the modes, Hz, ascending; the third is what a flaw excites most. */
    readonly hz: Four;
    readonly bandwidth: Four;
  };
  /** At the end of life. */
  readonly worn: {
    /** Peak of a strike, g. */
    readonly strike: number;
    /** Noise added to the second and third mode, g RMS. */
    readonly broadband: number;
    /** Growth of the shaft orders. */
    readonly looseness: number;
    /** How late they grow: as wear to this power. */
    readonly lateness: number;
    /** Cel above the healthy temperature. */
    readonly heat: number;
  };
  readonly wearLaw: {
    /** Share of life after which wear accelerates, below 1. */
    readonly onset: number;
    /** After the onset, wear grows as the remaining share to this power. */
    readonly exponent: number;
  };
  readonly thermal: {
    /** Cel above ambient when warm. */
    readonly rise: number;
    /** Time constant of warming up, s. */
    readonly constant: number;
    /** Slow changes with load: amplitude, Cel, and period, s. */
    readonly wander: number;
    readonly period: number;
  };
}

/** A machine. Its traits vary with the seed about as those of machines in one plant do. */
export function createMachine(settings: MachineSettings): Machine {
  const random = createRandom(seedOf(settings.seed));
  const velocity = random.logBetween(0.3, 2.2);
  const misalignment = random.between(0.1, 0.7);
  const loose = random.between(0.05, 0.35);
  const noise = random.logBetween(0.12, 0.75);
  const [first, second, third, fourth, sensor] = shares(random, [0.15, 0.6, 0.5, 0.6, 0.12]);
  // Some machines hiss: flow, cavitation or belts, far above the bearing's own modes.
  const hiss = random.uniform() < 0.25 ? random.logBetween(1.5, 4) : 1;
  const shaky = random.uniform() < 0.4;
  const traits: Machine = {
    seed: settings.seed,
    shaftHz: random.between(15, 50),
    bearing: drawBearing(random),
    fault: random.pick(["outer", "inner", "distributed"]),
    rate: settings.rate ?? 25_600,
    blockSamples: settings.blockSamples ?? Math.round((settings.rate ?? 25_600) / 10),
    ambient: settings.ambient ?? 22,
    healthy: {
      orders: [velocity, velocity * misalignment, velocity * loose],
      modes: [noise * first, noise * second, noise * third, noise * fourth * hiss],
      sensor: noise * sensor,
      shocks: shaky ? random.logBetween(2, 40) : 0,
      shockPeak: noise * random.logBetween(3, 12),
    },
    housing: {
      hz: [
        random.logBetween(400, 900),
        random.logBetween(1_200, 3_000),
        random.logBetween(3_000, 6_000),
        random.logBetween(7_000, 12_000),
      ],
      bandwidth: [
        random.logBetween(200, 600),
        random.logBetween(300, 1_500),
        random.logBetween(250, 900),
        random.logBetween(500, 2_500),
      ],
    },
    worn: {
      strike: random.logBetween(2.5, 14),
      broadband: random.logBetween(0.5, 2),
      looseness: random.logBetween(1.2, 6),
      lateness: random.between(2, 5),
      heat: random.logBetween(4, 25),
    },
    wearLaw: { onset: random.between(0.5, 0.92), exponent: random.between(1.3, 3) },
    thermal: {
      rise: random.logBetween(8, 45),
      constant: random.logBetween(600, 2_400),
      wander: random.logBetween(0.2, 1.5),
      period: random.logBetween(1_800, 14_400),
    },
  };
  const { shaftHz, bearing, fault, wearLaw } = settings;
  return {
    ...traits,
    ...(shaftHz !== undefined && { shaftHz }),
    ...(bearing && { bearing }),
    ...(fault && { fault }),
    ...(wearLaw && { wearLaw }),
  };
}

/** Random shares about the given ones; their squares sum to 1, so that the whole has the RMS it should have. */
function shares<const T extends readonly number[]>(
  random: Random,
  about: T,
): { -readonly [K in keyof T]: number } {
  const drawn = about.map((share) => share * random.logBetween(0.4, 2.5));
  const norm = Math.hypot(...drawn);
  return drawn.map((share) => share / norm) as { -readonly [K in keyof T]: number };
}

function drawBearing(random: Random): BearingGeometry {
  const pitch = random.logBetween(25, 90);
  return {
    balls: 7 + Math.floor(8 * random.uniform()),
    ball_mm: pitch * random.between(0.13, 0.25),
    pitch_mm: pitch,
    contact_deg: 0,
  };
}
