import type { BearingGeometry } from "@presage/signal";
import type { Fault } from "./fault.ts";
import type { Operation, Profile } from "./operating.ts";

export interface MachineSettings {
  /** All else that is not given follows from it. Integer. */
  readonly seed: number;
  /** Rated speed of the shaft, Hz; by default 15 to 50. */
  readonly shaftHz?: number;
  /** How speed and load go; `constant` by default. */
  readonly profile?: Profile;
  readonly bearing?: BearingGeometry;
  /** What wears out; any by default. */
  readonly fault?: Fault;
  /** Sampling rate of the vibration sensor, Hz; 25,600 by default. */
  readonly rate?: number;
  /** Samples per block; a tenth of a second by default. */
  readonly blockSamples?: number;
  /** Temperature around the machine, mean of a day, Cel; 22 by default. */
  readonly ambient?: number;
  /** By default wear accelerates after 50 to 92 % of life; an earlier onset gives more time to see it. */
  readonly wearLaw?: Machine["wearLaw"];
}

/** Of the housing's four modes. */
type Four = readonly [number, number, number, number];

/** A rotating machine on one rolling bearing, as it is for its whole life. */
export interface Machine {
  readonly seed: number;
  /** Rated speed of the shaft, Hz. */
  readonly shaftHz: number;
  readonly bearing: BearingGeometry;
  /** Share by which the bearing's cage lags behind pure rolling. */
  readonly slip: number;
  /** What wears out. */
  readonly fault: Fault;
  readonly operation: Operation;
  readonly rate: number;
  readonly blockSamples: number;
  /** Mean temperature around the machine, Cel. */
  readonly ambient: number;
  /** Its daily cycle: amplitude, Cel, and when it is warmest, s after midnight. */
  readonly day: { readonly amplitude: number; readonly warmest: number };
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
    /** Peak of a strike by a flaw of the bearing, g. */
    readonly strike: number;
    /** Noise added to the second and third mode, g RMS. */
    readonly broadband: number;
    /** Growth of the shaft orders when the bearing has play. */
    readonly looseness: number;
    /** How late they grow: as wear to this power. */
    readonly lateness: number;
    /** Cel above the healthy temperature, of a worn bearing. */
    readonly heat: number;
    /** What a fault of the shaft adds to it, velocity RMS in mm/s: to zone D of ISO 20816-3 for group 2 on a rigid foundation. */
    readonly velocity: number;
    /** Temperature when it is overheating, Cel. */
    readonly hottest: number;
    /** How these two grow: as wear to this power. */
    readonly growth: number;
  };
  readonly wearLaw: {
    /** Share of life after which wear accelerates, below 1. */
    readonly onset: number;
    /** After the onset, wear grows as the remaining share to this power. */
    readonly exponent: number;
  };
  /** How much louder (share) and warmer (Cel) it is when new, and for which share of life; 0 if it comes run in. */
  readonly runIn: { readonly share: number; readonly noise: number; readonly heat: number };
  readonly thermal: {
    /** Cel above ambient when warm, at nominal speed and load. */
    readonly rise: number;
    /** Time constant of warming up, s. */
    readonly constant: number;
    /** Slow changes with load: amplitude, Cel, and period, s. */
    readonly wander: number;
    readonly period: number;
  };
}
