import type { Failure, FailureMode } from "@presage/contracts";

/** The lines of three sites, and the machines that stand there. */
export const PLACES: readonly (readonly [line: string, machines: readonly string[]])[] = [
  [
    "Lyon/Press shop/Line 1",
    [
      "Press drive M-101",
      "Press drive M-102",
      "Hydraulic pump P-110",
      "Scrap conveyor C-12",
      "Cooling pump P-104",
    ],
  ],
  [
    "Lyon/Press shop/Line 2",
    ["Press drive M-201", "Press drive M-202", "Hydraulic pump P-210", "Scrap conveyor C-22"],
  ],
  [
    "Lyon/Paint/Line 1",
    ["Exhaust fan F-301", "Exhaust fan F-302", "Supply fan F-310", "Circulation pump P-320"],
  ],
  [
    "Graz/Bottling/Line 1",
    ["Filler drive M-11", "Capper drive M-12", "Labeller M-13", "Conveyor C-14", "Conveyor C-15"],
  ],
  [
    "Graz/Bottling/Line 3",
    [
      "Filler drive M-31",
      "Capper drive M-32",
      "Labeller M-33",
      "Conveyor C-34",
      "Conveyor C-35",
      "Rinser pump P-36",
      "Shrink fan F-37",
    ],
  ],
  ["Graz/Utilities/Compressed air", ["Compressor K-1", "Compressor K-2", "Dryer fan F-3"]],
  ["Porto/Rolling/Stand 1", ["Main gearbox G-1", "Work roll motor M-1", "Lube pump P-1", "Coiler M-9"]],
  ["Porto/Rolling/Stand 2", ["Main gearbox G-2", "Work roll motor M-2", "Lube pump P-2"]],
  ["Porto/Utilities/Water", ["Well pump P-7", "Well pump P-8", "Booster pump P-9"]],
];

/** What is going on with a machine. */
export type Case = readonly [
  asset: string,
  severity: Failure["severity"],
  mode: FailureMode,
  risk: number,
  /** Hours that are left, and since when it is open. */
  life: number,
  since: number,
  action: string,
];

export const CASES: readonly Case[] = [
  [
    "Porto/Rolling/Stand 1/Main gearbox G-1",
    "critical",
    "inner-race",
    0.96,
    61,
    31,
    "Act now: the vibration can cause damage; inspect the bearing, its inner race first, and its lubrication.",
  ],
  [
    "Graz/Utilities/Compressed air/Compressor K-2",
    "high",
    "overheating",
    0.74,
    90,
    5,
    "Act within the horizon: check cooling, lubrication and load.",
  ],
  [
    "Lyon/Paint/Line 1/Exhaust fan F-302",
    "high",
    "imbalance",
    0.71,
    210,
    74,
    "Act within the horizon: check the balance: deposits, a lost weight, a worn impeller.",
  ],
  [
    "Lyon/Press shop/Line 1/Hydraulic pump P-110",
    "high",
    "misalignment",
    0.66,
    260,
    120,
    "Act within the horizon: check the alignment of the coupling.",
  ],
  [
    "Porto/Utilities/Water/Well pump P-8",
    "medium",
    "rolling-element",
    0.58,
    320,
    22,
    "Plan an inspection: inspect the bearing and its lubrication.",
  ],
  [
    "Lyon/Press shop/Line 2/Press drive M-202",
    "medium",
    "looseness",
    0.55,
    410,
    190,
    "Plan an inspection: check foot bolts, mounting and bearing clearance.",
  ],
  [
    "Graz/Bottling/Line 1/Conveyor C-15",
    "medium",
    "bearing-wear",
    0.52,
    480,
    260,
    "Plan an inspection: inspect the bearing and its lubrication.",
  ],
  [
    "Porto/Rolling/Stand 2/Lube pump P-2",
    "low",
    "cage",
    0.47,
    620,
    12,
    "Keep an eye on it: inspect the bearing's cage and its lubrication.",
  ],
  [
    "Lyon/Paint/Line 1/Circulation pump P-320",
    "low",
    "process-change",
    0.41,
    900,
    46,
    "Keep an eye on it: ask what has changed in the process before looking at the machine.",
  ],
];
