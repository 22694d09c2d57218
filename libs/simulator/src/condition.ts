import type { Machine } from "./machine.ts";
import { type Operating, operating } from "./operating.ts";
import { runInAt, wearAt } from "./wear.ts";

/** In what state a machine runs. What is left out is nominal. */
export interface Condition extends Partial<Operating> {
  /** 0 as new, 1 at the end of life. */
  readonly wear: number;
  /** How much of running in is still to be done, 0 to 1; 0 by default. */
  readonly runIn?: number;
}

/**
 * The condition of a machine after a share of its life, at a time in seconds: wear, running in, and how it is operated then. The
 * time is that of a clock which was 0 at a midnight; a life may be as long as one likes.
 */
export function conditionAt(machine: Machine, lifeShare: number, time: number): Required<Condition> {
  return {
    wear: wearAt(machine, lifeShare),
    runIn: runInAt(machine, lifeShare),
    ...operating(machine, time),
  };
}
