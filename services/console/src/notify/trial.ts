import { randomUUID } from "node:crypto";
import type { Delivery } from "./outbox.ts";

const HOUR = 3_600_000;

/** What a destination is told to see whether it can be: a failure, in all that a receiver looks at, of no machine. */
export function testDelivery(by: string, now: number): Delivery {
  const asset = "test/test/test/test";
  return {
    id: `msg_test_${randomUUID()}`,
    attempts: 1,
    occasion: {
      kind: "opened",
      asset,
      failure: {
        id: `${asset}@${now}`,
        revision: 1,
        state: "opened",
        severity: "low",
        openedAt: now,
        updatedAt: now,
        basis: "rule",
        rules: ["test"],
        risk: null,
        trend: [],
        horizonHours: 24,
        drivers: [],
        action: `Nothing: this is a test of the notifications, sent by ${by}.`,
        evidence: { start: now - HOUR, end: now },
      },
    },
  };
}
