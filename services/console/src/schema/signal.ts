import { type Static, Type } from "@sinclair/typebox";

const epoch = (description: string) => Type.Integer({ description: `${description}, epoch milliseconds` });

/** A raw block that can be shown. */
export const Snapshot = Type.Object({
  sensor: Type.String(),
  time: epoch("start of the block, or of the window that it is in"),
});

export const SnapshotQuery = Type.Object({
  sensor: Type.Optional(Type.String()),
  from: Type.Optional(Type.Integer({ description: "epoch milliseconds" })),
  to: Type.Optional(Type.Integer({ description: "epoch milliseconds" })),
});

export const SnapshotList = Type.Object({
  sensors: Type.Array(Type.String(), { description: "that have blocks, accelerations first" }),
  items: Type.Array(Snapshot, { description: "at most 500, spread over the time, oldest first" }),
});
export type SnapshotList = Static<typeof SnapshotList>;

export const BlockQuery = Type.Object({
  sensor: Type.String({ minLength: 1, maxLength: 64 }),
  at: Type.Optional(
    Type.Integer({ description: "epoch milliseconds; the nearest block that is kept; default the latest" }),
  ),
});
export type BlockQuery = Static<typeof BlockQuery>;

/** Extremes of equal stretches of the block, if it is longer than what can be seen: then `time` has pairs. */
export const Waveform = Type.Object({
  sensor: Type.String(),
  time: epoch("start of the block"),
  kept: Type.Union([Type.Literal("log"), Type.Literal("store")], { description: "where it came from" }),
  rate: Type.Number({ description: "Hz" }),
  samples: Type.Integer({ description: "of the block" }),
  unit: Type.String(),
  seconds: Type.Array(Type.Number(), { description: "since the start" }),
  values: Type.Array(Type.Number()),
});
export type Waveform = Static<typeof Waveform>;

export const SPECTRA = ["velocity", "acceleration", "envelope"] as const;

export const SpectrumQuery = Type.Composite([
  BlockQuery,
  Type.Object({
    kind: Type.Optional(
      Type.Unsafe<(typeof SPECTRA)[number]>({
        type: "string",
        enum: [...SPECTRA],
        default: "velocity",
        description: "peak amplitudes: velocity in mm/s, acceleration and its envelope in g",
      }),
    ),
    maxHz: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: "no lines above; the others are the finer for it" }),
    ),
  }),
]);
export type SpectrumQuery = Static<typeof SpectrumQuery>;

/** Where a known frequency of the machine is. */
export const Marker = Type.Object({
  label: Type.String({ description: "`1x`, `2x BPFO`, `BPFI + 1x`" }),
  hz: Type.Number(),
  kind: Type.Union([
    Type.Literal("shaft"),
    Type.Literal("BPFO"),
    Type.Literal("BPFI"),
    Type.Literal("BSF"),
    Type.Literal("FTF"),
  ]),
  sideband: Type.Boolean(),
});

export const SpectrumView = Type.Object({
  sensor: Type.String(),
  time: epoch("start of the block"),
  kind: Type.String(),
  unit: Type.String(),
  step: Type.Number({ description: "Hz from one line to the next; the first is at 0 Hz" }),
  amplitude: Type.Array(Type.Number(), {
    description: "peak; where lines were put together, the greatest of them",
  }),
  shaftHz: Type.Optional(Type.Number({ description: "one order" })),
  band: Type.Optional(
    Type.Object({ from: Type.Number(), to: Type.Number() }, { description: "Hz, that was demodulated" }),
  ),
  markers: Type.Array(Marker),
});
export type SpectrumView = Static<typeof SpectrumView>;

export const WaterfallQuery = Type.Composite([
  SpectrumQuery,
  Type.Object({
    from: Type.Optional(Type.Integer({ description: "epoch milliseconds" })),
    to: Type.Optional(Type.Integer({ description: "epoch milliseconds" })),
  }),
]);
export type WaterfallQuery = Static<typeof WaterfallQuery>;

/** Spectra of a machine's life, one row each, at most 120 rows of 400 columns. */
export const Waterfall = Type.Object({
  sensor: Type.String(),
  kind: Type.String(),
  unit: Type.String(),
  time: Type.Array(Type.Integer(), { description: "of the rows, oldest first, epoch milliseconds" }),
  step: Type.Number({ description: "Hz from one column to the next; the first is at 0 Hz" }),
  rows: Type.Array(Type.Array(Type.Number()), { description: "peak amplitudes" }),
  band: Type.Optional(
    Type.Object({ from: Type.Number(), to: Type.Number() }, { description: "Hz, that was demodulated" }),
  ),
  markers: Type.Array(Marker),
});
export type Waterfall = Static<typeof Waterfall>;
