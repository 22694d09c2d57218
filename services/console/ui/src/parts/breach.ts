import type { BreachView } from "../../../src/schema/quality.ts";
import { hoursText, numberText, percentText } from "./format.ts";

const HOUR = 3_600_000;

/** A length of time that may be less than a second: `310 ms`, `2 min`. */
export const lasting = (ms: number): string => (ms < 1_000 ? `${numberText(ms)} ms` : hoursText(ms / HOUR));

/** What a breach of a requirement is, in words, without when. */
export const breachText = ({ kind, limit: [limit = 0, greatest = 0], worst }: BreachView): string =>
  ({
    coverage: `${percentText(worst)} of its messages came, ${percentText(limit)} are required`,
    gap: `${lasting(worst)} without a message, ${lasting(limit)} are allowed`,
    latency: `came after ${lasting(worst)}, ${lasting(limit)} are allowed`,
    range: `${numberText(worst)} is not within ${numberText(limit)} and ${numberText(greatest)}`,
    stuck: `stood still for ${lasting(worst)}, ${lasting(limit)} are allowed`,
  })[kind];

/** What is not met, as the header of a column or a short list has it. */
export const KINDS: Readonly<Record<BreachView["kind"], string>> = {
  coverage: "coverage",
  gap: "gaps",
  latency: "latency",
  range: "range",
  stuck: "standing still",
};
