import type { BearingGeometry } from "@presage/signal";
import { FAULTS } from "./fault.ts";
import type { Machine, MachineSettings } from "./machine.ts";
import { drawOperation } from "./operating.ts";
import { createRandom, type Random, seedOf } from "./random.ts";

const HOUR = 3_600;

/** A machine. Its traits vary with the seed about as those of machines in one plant do. */
export function createMachine(settings: MachineSettings): Machine {
  const random = createRandom(seedOf(settings.seed));
  // Its own sequence: what is drawn here may grow without changing all other traits of a seed.
  const more = createRandom(seedOf(settings.seed, 5));
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
    fault: random.pick(FAULTS),
    rate: settings.rate ?? 25_600,
    blockSamples: settings.blockSamples ?? Math.round((settings.rate ?? 25_600) / 10),
    ambient: settings.ambient ?? 22,
    day: { amplitude: more.between(0.5, 4), warmest: more.between(13, 17) * HOUR },
    slip: more.between(0, 0.01),
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
      velocity: more.logBetween(5, 10.5),
      hottest: more.between(103, 130),
      growth: more.between(0.8, 1.6),
    },
    wearLaw: { onset: random.between(0.5, 0.92), exponent: random.between(1.3, 3) },
    runIn: drawRunIn(more),
    operation: drawOperation(more, settings.profile ?? "constant"),
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

/** Two in five machines run in audibly. */
function drawRunIn(random: Random): Machine["runIn"] {
  if (random.uniform() > 0.4) return { share: 0, noise: 0, heat: 0 };
  return {
    share: random.logBetween(0.005, 0.05),
    noise: random.between(0.1, 0.4),
    heat: random.between(1, 10),
  };
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
