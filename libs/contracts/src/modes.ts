import { Type, type Static } from "@sinclair/typebox";

/** What can fail, from the most specific name to the least. `bearing-wear`: a bearing, but no line says which part of it. */
export const FAILURE_MODES = [
  "outer-race",
  "inner-race",
  "rolling-element",
  "cage",
  "imbalance",
  "misalignment",
  "looseness",
  "overheating",
  "bearing-wear",
  "process-change",
] as const;

export const FailureMode = Type.Unsafe<(typeof FAILURE_MODES)[number]>({
  type: "string",
  enum: [...FAILURE_MODES],
});

/** One line of a spectrum that speaks for a failure mode. */
export const EvidenceLine = Type.Object({
  label: Type.String({ description: "what it is, for example `2x BPFO` or `BPFI - 1x`" }),
  hz: Type.Number({ minimum: 0, description: "where it was found" }),
  amplitude: Type.Number({ minimum: 0, description: "in `unit`" }),
  unit: Type.String({ description: "UCUM" }),
  ratio: Type.Number({ minimum: 0, description: "of the amplitude to the floor around it" }),
});

export const Evidence = Type.Object({
  mode: FailureMode,
  score: Type.Number({
    minimum: 0,
    maximum: 1,
    description: "how strong the evidence is; from 0.5 on it is there",
  }),
  lines: Type.Array(EvidenceLine, {
    description: "what it rests on, strongest first; none below a score of 0.5",
  }),
});

export type FailureMode = Static<typeof FailureMode>;
export type EvidenceLine = Static<typeof EvidenceLine>;
export type Evidence = Static<typeof Evidence>;
