import { FAILURE_MODES, SEVERITIES } from "@presage/contracts";
import { type Static, Type } from "@sinclair/typebox";

const epoch = (description: string) => Type.Integer({ description: `${description}, epoch milliseconds` });
const Mode = Type.Unsafe<(typeof FAILURE_MODES)[number]>({ type: "string", enum: [...FAILURE_MODES] });

/** After ISA-18.2. What was shelved until a time is back in its state by itself once that is over. */
export const ALARM_STATES = [
  "unacknowledged",
  "acknowledged",
  "shelved",
  "out-of-service",
  "closed",
] as const;

export const AlarmState = Type.Unsafe<(typeof ALARM_STATES)[number]>({
  type: "string",
  enum: [...ALARM_STATES],
});
export const Severity = Type.Unsafe<(typeof SEVERITIES)[number]>({ type: "string", enum: [...SEVERITIES] });

export const Shelving = Type.Object({
  until: epoch("back by itself then"),
  by: Type.String(),
  reason: Type.Optional(Type.String()),
});

export const RemainingLife = Type.Object(
  { p10: Type.Number(), p50: Type.Number(), p90: Type.Number() },
  { description: "hours" },
);

/** One line of the inbox. */
export const FailureSummary = Type.Object({
  id: Type.String(),
  asset: Type.String({ description: "site/area/line/asset" }),
  class: Type.String({ description: "asset class" }),
  severity: Severity,
  state: AlarmState,
  open: Type.Boolean({ description: "whether the failure is still predicted" }),
  openedAt: epoch("when it opened, in the time of the measurements"),
  updatedAt: epoch("its latest revision"),
  closedAt: Type.Optional(epoch("when it closed")),
  revision: Type.Integer({ minimum: 1 }),
  basis: Type.Union([Type.Literal("model"), Type.Literal("rule")]),
  risk: Type.Union([Type.Number(), Type.Null()]),
  trend: Type.Array(Type.Number(), { description: "the last risks, oldest first" }),
  remainingLifeHours: Type.Optional(RemainingLife),
  mode: Type.Optional(Mode),
  zone: Type.Optional(Type.String({ description: "ISO 20816-3 zone" })),
  model: Type.Optional(Type.String({ description: "name@version" })),
  group: Type.Optional(Type.String({ description: "id of the flood it is part of" })),
  acknowledgedBy: Type.Optional(Type.String()),
  shelved: Type.Optional(Shelving),
  workOrder: Type.Optional(Type.String()),
  workOrderDone: Type.Optional(
    Type.Boolean({ description: "whether it was said what came of the work order; left out without one" }),
  ),
  label: Type.Optional(
    Type.Union([Type.Literal("confirmed"), Type.Literal("false-alarm"), Type.Literal("unknown")]),
  ),
});
export type FailureSummary = Static<typeof FailureSummary>;

/** What can be filtered by; several values of one are separated by commas. */
export const FailureQuery = Type.Object({
  site: Type.Optional(Type.String()),
  line: Type.Optional(Type.String({ description: "site/area/line" })),
  asset: Type.Optional(Type.String({ description: "site/area/line/asset" })),
  class: Type.Optional(Type.String()),
  state: Type.Optional(
    Type.String({
      description: "alarm states; default all but closed",
      examples: ["unacknowledged,shelved"],
    }),
  ),
  severity: Type.Optional(Type.String({ examples: ["high,critical"] })),
  group: Type.Optional(Type.String({ description: "members of this flood only" })),
  q: Type.Optional(Type.String({ maxLength: 200, description: "text in asset, mode, model, work order" })),
  floods: Type.Optional(
    Type.Boolean({ default: true, description: "one line for a flood instead of its members" }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 })),
});
export type FailureQuery = Static<typeof FailureQuery>;

/** Many failures of one line that came together. */
export const Flood = Type.Object({
  id: Type.String(),
  line: Type.String({ description: "site/area/line" }),
  severity: Severity,
  openedAt: epoch("when it opened"),
  updatedAt: epoch("its latest revision"),
  action: Type.String(),
  members: Type.Integer({ description: "failures of it that the filter lets through" }),
  unacknowledged: Type.Integer(),
  assets: Type.Array(Type.String(), { description: "the first ones, in the order in which they opened" }),
});
export type Flood = Static<typeof Flood>;

/** Sorted by severity, then by remaining life, then the latest first. Floods stand where their worst member would. */
export const Inbox = Type.Object({
  items: Type.Array(Type.Object({ failure: Type.Optional(FailureSummary), flood: Type.Optional(Flood) })),
  total: Type.Integer({ description: "lines there are with this filter" }),
  counts: Type.Object(
    {
      state: Type.Record(Type.String(), Type.Integer()),
      severity: Type.Record(Type.String(), Type.Integer()),
    },
    { description: "failures by state, and those not closed by severity, whatever the filter" },
  ),
  sites: Type.Array(Type.String()),
  lines: Type.Array(Type.String()),
  classes: Type.Array(Type.String()),
});
export type Inbox = Static<typeof Inbox>;

/** One thing that was done, said or seen. */
export const JournalEntry = Type.Object({
  at: epoch("when"),
  kind: Type.String({
    description: "opened, escalated, eased, closed, or the action of a feedback message",
  }),
  by: Type.Optional(Type.String({ description: "who, if it was somebody" })),
  via: Type.Optional(Type.String({ description: "by which way it was said: `console` or `mqtt`" })),
  text: Type.Optional(Type.String({ description: "comment, reason" })),
  workOrder: Type.Optional(Type.String({ description: "that was linked, or that it is the outcome of" })),
  mode: Type.Optional(Type.String()),
  until: Type.Optional(epoch("of a shelving")),
  severity: Type.Optional(Severity),
  failure: Type.Optional(Type.String({ description: "id of the failure it is about" })),
});
export type JournalEntry = Static<typeof JournalEntry>;

const EvidenceLine = Type.Object({
  label: Type.String({ description: "as `2x BPFO`" }),
  hz: Type.Number(),
  amplitude: Type.Number(),
  unit: Type.String(),
  ratio: Type.Number({ description: "of the amplitude to the floor around it" }),
});

/** All there is to say of one failure. */
export const FailureDetail = Type.Composite([
  FailureSummary,
  Type.Object({
    action: Type.String({ description: "what to do next" }),
    horizonHours: Type.Number({ description: "the risk is that of failing within this time" }),
    rules: Type.Array(Type.String()),
    drivers: Type.Array(
      Type.Object({
        feature: Type.String(),
        sensor: Type.Optional(Type.String()),
        value: Type.Number(),
        reference: Type.Number({ description: "the asset's own baseline" }),
        deviation: Type.Number({ description: "robust standard deviations" }),
        unit: Type.Optional(Type.String()),
        formula: Type.Optional(Type.String()),
      }),
    ),
    modes: Type.Array(Type.Object({ mode: Mode, score: Type.Number(), lines: Type.Array(EvidenceLine) })),
    baseRisk: Type.Optional(Type.Number()),
    contributions: Type.Array(Type.Object({ feature: Type.String(), contribution: Type.Number() })),
    evidence: Type.Object({ start: epoch("first raw block behind it"), end: epoch("last") }),
    modelDigest: Type.Optional(Type.String()),
    journal: Type.Array(JournalEntry, { description: "oldest first" }),
  }),
]);
export type FailureDetail = Static<typeof FailureDetail>;
