import { type BearingGeometry, faultFrequencies, type FaultFrequencies } from "@presage/signal";
import type { BearingFault } from "./fault.ts";
import type { Random } from "./random.ts";
import { addStrike } from "./strikes.ts";

/** A bearing with a fault, turning. */
interface FaultyBearing {
  readonly bearing: BearingGeometry;
  readonly fault: BearingFault;
  /** Share by which the cage lags behind pure rolling. */
  readonly slip: number;
  readonly shaftHz: number;
  /** Hz */
  readonly rate: number;
}

/** Standard deviation of the time between two strikes by a flaw, as a share of it: the balls slip. */
const JITTER = 0.01;

/** How strikes vary in strength, as a standard deviation of the logarithm. */
const SPREAD: Readonly<Record<BearingFault, number>> = {
  "outer-race": 0.2,
  "inner-race": 0.25,
  "rolling-element": 0.25,
  cage: 0.3,
  distributed: 0.5,
};

/** Of the diameter, in the direction of the load: how far the load zone extends, ε of Stribeck's distribution. */
const EXTENT = 0.8;

/** A flaw of a ball strikes the inner ring more softly at the sensor, which sits on the outer one. */
const INNER_STRIKE = 0.6;

/** A cage that rubs: scratches per second, and how a burst of them narrows. */
const SCRATCHES = 3_000;
const BURST = 4;

/**
 * Load on a ball at an angle, rad, from the middle of the load zone, as a share of the greatest:
 * q(θ) = (1 − (1 − cos θ)/(2ε))^1.5 within the zone, 0 outside it.
 * Source: R. Stribeck's distribution for ball bearings, as in P. D. McFadden, J. D. Smith, Model for the vibration produced by a
 * single point defect in a rolling element bearing, Journal of Sound and Vibration 96 (1984).
 */
export const loadZone = (angle: number): number =>
  Math.max(0, 1 - (1 - Math.cos(angle)) / (2 * EXTENT)) ** 1.5;

/**
 * The frequencies with which the parts are struck when the cage lags by a share `slip`: then FTF and with it BPFO = n·FTF and BSF are
 * lower by that share, and the inner ring overtakes more balls, BPFI = n·(f − FTF).
 */
export function slippingFrequencies(
  shaftHz: number,
  bearing: BearingGeometry,
  slip: number,
): FaultFrequencies {
  const { bpfo, bsf, ftf } = faultFrequencies(shaftHz, bearing);
  const rolling = 1 - slip;
  return {
    bpfo: bpfo * rolling,
    bpfi: bearing.balls * (shaftHz - ftf * rolling),
    bsf: bsf * rolling,
    ftf: ftf * rolling,
  };
}

/**
 * Adds what a faulty bearing does to the housing to `strikes`, in g of peak.
 * - outer race: strikes at BPFO of equal force, as the flaw stays in the load zone;
 * - inner race: strikes at BPFI, with the force of the load zone through which the flaw passes once a turn of the shaft;
 * - rolling element: strikes at 2·BSF on either ring by turns, with the force of the load zone through which the ball passes once a turn
 *   of the cage;
 * - cage: bursts of scratching, one a turn of the cage;
 * - distributed: strikes at random times, on average as often as by a flaw of the outer race.
 *
 * Times between strikes are independent, so that they lose their phase over many, as slipping balls do.
 * Source: R. B. Randall, J. Antoni, Rolling element bearing diagnostics – a tutorial (2011): models of slip and load zone.
 */
export function addBearingStrikes(
  strikes: Float64Array,
  { bearing, fault, slip, shaftHz, rate }: FaultyBearing,
  peak: number,
  random: Random,
): void {
  const { bpfo, bpfi, bsf, ftf } = slippingFrequencies(shaftHz, bearing, slip);
  const phase = random.between(0, 2 * Math.PI);
  const turned = (hz: number, at: number): number => phase + (2 * Math.PI * hz * at) / rate;
  const regular = (): number => Math.max(0.5, 1 + JITTER * random.normal());
  const irregular = (): number => random.exponential();

  const addTrain = (hz: number, gap: () => number, force: (at: number, count: number) => number): void => {
    const mean = rate / hz;
    for (let at = mean * random.uniform(), n = 0; at < strikes.length; at += mean * gap(), n++)
      addStrike(strikes, at, peak * force(at, n) * Math.exp(SPREAD[fault] * random.normal()));
  };

  switch (fault) {
    case "outer-race":
      addTrain(bpfo, regular, () => 1);
      break;
    case "inner-race":
      addTrain(bpfi, regular, (at) => loadZone(turned(shaftHz, at)));
      break;
    case "rolling-element":
      addTrain(2 * bsf, regular, (at, n) => loadZone(turned(ftf, at)) * (n % 2 === 0 ? 1 : INNER_STRIKE));
      break;
    case "cage":
      addTrain(SCRATCHES, irregular, (at) => {
        const burst = ((1 + Math.cos(turned(ftf, at))) / 2) ** BURST;
        return 0.5 * burst * random.normal();
      });
      break;
    case "distributed":
      addTrain(bpfo, irregular, () => 1);
      break;
    default:
      fault satisfies never;
  }
}
