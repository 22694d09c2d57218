import { expect, it } from "vitest";
import { faultFrequencies } from "./bearing.ts";

it("gives the fault frequencies of a 6205 at 1797 r/min", () => {
  // Reference: Case Western Reserve University Bearing Data Center, multiples of the shaft speed 3.5848, 5.4152, 2.3567
  // (half of the 4.7135 printed there, which is twice the spin) and 0.39828.
  const f = faultFrequencies(1797 / 60, { balls: 9, ball_mm: 7.94, pitch_mm: 39.04, contact_deg: 0 });
  expect(f.bpfo).toBeCloseTo(107.364, 3);
  expect(f.bpfi).toBeCloseTo(162.186, 3);
  expect(f.bsf).toBeCloseTo(70.585, 3);
  expect(f.ftf).toBeCloseTo(11.929, 3);
});

it("counts every ball once per turn between the rings, whatever the contact angle", () => {
  // BPFO + BPFI = balls × shaft speed; FTF × balls = BPFO.
  const f = faultFrequencies(25, { balls: 16, ball_mm: 8.41, pitch_mm: 71.5, contact_deg: 15.17 });
  expect(f.bpfo + f.bpfi).toBeCloseTo(16 * 25, 9);
  expect(f.ftf * 16).toBeCloseTo(f.bpfo, 9);
  // With cos 15.17° = 0.96515, r = 0.113524: BPFO = 8·25·(1 − r).
  expect(f.bpfo).toBeCloseTo(177.2952, 3);
});
