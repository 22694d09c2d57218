/** Faults of the rolling bearing: a flaw of one of its parts, or the bearing as a whole, whose strikes have no period. */
export const BEARING_FAULTS = ["outer-race", "inner-race", "rolling-element", "cage", "distributed"] as const;

/** Faults of the shaft and what holds it; their vibration is locked to its turns. */
export const SHAFT_FAULTS = ["imbalance", "misalignment", "looseness"] as const;

/** What can wear out. Of `overheating`, lubrication or cooling that is lost, next to nothing is heard. */
export const FAULTS = [...BEARING_FAULTS, ...SHAFT_FAULTS, "overheating"] as const;

export type BearingFault = (typeof BEARING_FAULTS)[number];
export type ShaftFault = (typeof SHAFT_FAULTS)[number];
export type Fault = (typeof FAULTS)[number];

export const isBearingFault = (fault: Fault): fault is BearingFault =>
  (BEARING_FAULTS as readonly Fault[]).includes(fault);

export const isShaftFault = (fault: Fault): fault is ShaftFault =>
  (SHAFT_FAULTS as readonly Fault[]).includes(fault);
