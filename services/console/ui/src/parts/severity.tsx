import type { JSX } from "preact";
import type { HEALTH } from "../../../src/schema/asset.ts";
import type { FailureSummary } from "../../../src/schema/failure.ts";
import "./severity.css";

export type Severity = FailureSummary["severity"];
export type Health = (typeof HEALTH)[number];

const WORDS: Readonly<Record<Health, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  "bad-data": "Bad data",
  silent: "Silent",
  learning: "Learning",
  normal: "Normal",
};

/** Each level has a form of its own, so that colour is never what tells them apart. */
const SHAPES: Readonly<Record<Health, JSX.Element>> = {
  critical: (
    <path d="M8 .8 15.2 8 8 15.2 .8 8Z M7.1 4v4.6h1.8V4Z M7.1 10.2V12h1.8v-1.8Z" fill-rule="evenodd" />
  ),
  high: <path d="M8 1.5 15.2 14H.8Z" />,
  medium: <path d="M2 2h12v12H2Z" />,
  low: <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2.4" />,
  "bad-data": <path d="M2 2 14 14 M14 2 2 14" fill="none" stroke="currentColor" stroke-width="2.4" />,
  silent: <path d="M2 8h12" fill="none" stroke="currentColor" stroke-width="2.4" />,
  learning: (
    <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.2" />
  ),
  normal: <circle cx="8" cy="8" r="3" />,
};

export const severityWord = (level: Health): string => WORDS[level];

/** The form, the colour and the word of a severity or of an asset's health. */
export function Severity({ level, iconOnly = false }: { level: Health; iconOnly?: boolean }): JSX.Element {
  return (
    <span class={`severity ${level}`}>
      <svg viewBox="0 0 16 16" width="14" height="14" fill="currentColor" aria-hidden="true">
        {SHAPES[level]}
      </svg>
      <span class={iconOnly ? "visually-hidden" : "word"}>{WORDS[level]}</span>
    </span>
  );
}
