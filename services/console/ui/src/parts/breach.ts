import type { BreachView } from "../../../src/schema/quality.ts";
import { hoursText, numberText, percentText } from "./format.ts";

const HOUR = 3_600_000;

/** A length of time that may be less than a second: `310 ms`, `2 min`. */
export const lasting = (ms: number): string => (ms < 1_000 ? `${numberText(ms)} ms` : hoursText(ms / HOUR));

/** What a breach of a requirement is, in words, without when. */
export function breachText({ kind, limit: [limit = 0, greatest = 0], worst }: BreachView): string {
  switch (kind) {
    case "coverage":
      return `${percentText(worst)} of its messages came, ${percentText(limit)} are required`;
    case "gap":
      return `${lasting(worst)} without a message, ${lasting(limit)} are allowed`;
    case "latency":
      return `came after ${lasting(worst)}, ${lasting(limit)} are allowed`;
    case "range":
      return `${numberText(worst)} is not within ${numberText(limit)} and ${numberText(greatest)}`;
    case "stuck":
      return `stood still for ${lasting(worst)}, ${lasting(limit)} are allowed`;
  }
}

/** What is not met, as the header of a column or a short list has it. */
export const KINDS: Readonly<Record<BreachView["kind"], string>> = {
  coverage: "coverage",
  gap: "gaps",
  latency: "latency",
  range: "range",
  stuck: "standing still",
};
