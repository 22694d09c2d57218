import {
  breaches,
  features,
  feedback,
  type Feedback,
  type FeatureWindow,
  type OpenBreach,
  qualityDays,
} from "@presage/contracts";
import { type FoldStage, type Output, output } from "@presage/stream";
import {
  type AssetQuality,
  type AssetRules,
  dueAt,
  newAsset,
  type Outcome,
  takeHeartbeat,
  takeWindow,
} from "./asset.ts";

export interface QualitySettings {
  readonly rulesOf: (key: string) => AssetRules;
  /** Assets of which messages are expected, heard or not. */
  readonly expected: readonly string[];
}

/** Null of an asset of which nothing is known. */
export type QualityState = AssetQuality | null;
export type QualityStage = FoldStage<FeatureWindow, FeatureWindow, QualityState, Feedback>;

/**
 * Judges how the data of each sensor comes in: breaches of what is required of it, and a report of each day. Silence is
 * judged by the heartbeats that come with the windows.
 */
export const qualityStage = ({ rulesOf, expected }: QualitySettings): QualityStage => ({
  name: "quality",
  input: features,
  initial: null,
  control: {
    input: feedback,
    step: (state, { value: { action } }) =>
      state !== null && (action === "out-of-service" || action === "in-service")
        ? { ...state, idle: action === "out-of-service" }
        : state,
  },
  prepare: (messages) => messages,
  step(state, { key, value }) {
    const before = state ?? newAsset(value.start, value.closedAt);
    return told(key, takeWindow(before, key, value, rulesOf(key)));
  },
  heartbeat: {
    expected,
    due: (state, key) => (state === null ? -Infinity : dueAt(state, rulesOf(key))),
    step: (state, key, now) => told(key, takeHeartbeat(state ?? newAsset(now, now), key, now, rulesOf(key))),
  },
});

function told(key: string, { state, news, days }: Outcome): readonly [AssetQuality, Output[]] {
  const open = news.length > 0 ? openBreaches(state) : [];
  return [
    state,
    [
      ...news.map(({ breach, revision, state: is, at, until }) =>
        output(breaches, {
          key,
          time: at,
          value: {
            ...breach,
            revision,
            state: is,
            updatedAt: at,
            ...(until !== undefined && { until }),
            open,
          },
        }),
      ),
      ...days.map((day) => output(qualityDays, { key, time: day.end, value: day })),
    ],
  ];
}

/** The asset's breaches that are open, the oldest first. */
export const openBreaches = ({ watches }: AssetQuality): OpenBreach[] =>
  Object.values(watches)
    .flatMap(({ told: last }) => (last === undefined ? [] : [last.breach]))
    .toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
