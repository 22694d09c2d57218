import { type DiagnosedMode, type Evidence, type EvidenceLine, evidenceOf, scoreOf } from "./evidence.ts";
import { type Foundation, isoBoundaries, type MachineGroup } from "./iso20816.ts";
import type { ShaftTone } from "./velocity-orders.ts";

/** An order this many times the median line is a tone. */
const TONE = 3;

/** An order counts among the many of looseness from this share of the greatest. */
const LIVELY = 0.15;

/**
 * Evidence of imbalance, misalignment and looseness from the velocities at the shaft's orders: all three, strongest first; none if
 * there are no orders.
 *
 * A score is v²/(v² + b²) times how well the pattern fits, 0 to 1: v is the velocity of the pattern's orders, b the middle of
 * ISO 20816-3's zone B (of its two boundaries the geometric mean). So it is there, 0.5, only where the velocity is notable.
 * With shares of the square of the overall velocity:
 *
 * - imbalance: the share of 1x, from 0.4 (no fit) to 0.7 (all);
 * - misalignment: 2x relative to 1x, from 0.5 to 1, and the share of both, from 0.4 to 0.7;
 * - looseness: the number of half orders and orders from 3x on that are tones of 15 % of the greatest at least, from 2 to 5, and
 *   their share, from 0.05 to 0.25. Where it fits, 1x and 2x are half its own: the other two are halved.
 *
 * The patterns are qualitative in the source; the figures are ours.
 * Source: R. B. Randall, Vibration-based Condition Monitoring, 2nd edition 2021, section 2.2; ISO 13373-3:2015, annexes.
 */
export function shaftEvidence(
  tones: readonly ShaftTone[],
  velocityRms: number,
  group: MachineGroup = 2,
  foundation: Foundation = "rigid",
): Evidence[] {
  if (tones.length === 0) return [];
  const [ab, bc] = isoBoundaries(group, foundation);
  const limit = Math.sqrt(ab * bc);
  const of = (order: number): number =>
    tones.find((t) => t.order === order && t.ratio >= TONE)?.velocity ?? 0;
  const [one, two] = [of(1), of(2)];
  let greatest = 0;
  for (const { velocity } of tones) greatest = Math.max(greatest, velocity);
  const many = tones.filter(
    ({ order, velocity, ratio }) =>
      order !== 1 && order !== 2 && ratio >= TONE && velocity >= LIVELY * greatest,
  );
  const rest = sumOfSquares(many);
  const total = Math.max(velocityRms ** 2, sumOfSquares(tones)) || 1;
  const loose = ramp(many.length, 2, 5) * ramp(rest / total, 0.05, 0.25);
  const both = one ** 2 + two ** 2;
  const judged = (mode: DiagnosedMode, square: number, fit: number): Evidence =>
    evidenceOf(mode, scoreOf(Math.sqrt(square) / limit) * fit, () =>
      tones.filter((tone) => speaksFor(mode, tone, many)).map(lineOf),
    );
  return [
    judged("imbalance", one ** 2, ramp(one ** 2 / total, 0.4, 0.7) * (1 - loose / 2)),
    judged("misalignment", both, ramp(two / one, 0.5, 1) * ramp(both / total, 0.4, 0.7) * (1 - loose / 2)),
    judged("looseness", both + rest, loose),
  ].toSorted((a, b) => b.score - a.score);
}

const speaksFor = (mode: DiagnosedMode, tone: ShaftTone, many: readonly ShaftTone[]): boolean =>
  tone.order === 1 ||
  (tone.order === 2 && mode !== "imbalance") ||
  (mode === "looseness" && many.includes(tone));

const lineOf = ({ order, hz, velocity, ratio }: ShaftTone): EvidenceLine => ({
  label: `${order}x`,
  hz,
  amplitude: velocity,
  unit: "mm/s",
  // Of a pure tone the floor may be 0.
  ratio: Math.min(ratio || 0, Number.MAX_SAFE_INTEGER),
});

const sumOfSquares = (tones: readonly ShaftTone[]): number =>
  tones.reduce((sum, { velocity }) => sum + velocity ** 2, 0);

/** 0 up to `from`, 1 from `to` on, between them a straight line; 0 of what is no number. */
const ramp = (value: number, from: number, to: number): number =>
  value > from ? Math.min(1, (value - from) / (to - from)) : 0;
