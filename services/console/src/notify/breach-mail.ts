import type { Breach } from "@presage/contracts";
import type { BreachOccasion } from "./occasion.ts";

/** A mail about the data of a sensor, for who looks after it. */
export function breachMail(
  { breach, asset }: BreachOccasion,
  origin: string,
): { readonly subject: string; readonly text: string } {
  const { sensor, requirement, owner, since, until, state } = breach;
  const isOver = state === "closed";
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["Asset", asset],
    ["Sensor", sensor],
    ["Requirement", requirement],
    ["Found", foundText(breach)],
    ["Since", new Date(since).toISOString()],
    ["Until", until === undefined ? undefined : new Date(until).toISOString()],
    ["Owner", owner],
    ["More", `${origin}/assets/${encodeURIComponent(asset)}#quality`],
  ];
  return {
    subject: `[Presage] data ${isOver ? "good again" : "quality"}: ${asset}/${sensor}, ${requirement}`,
    text: [
      `What is required of the data of ${sensor} of ${asset} is ${isOver ? "met again" : "not met"}.`,
      "",
      ...lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label.padEnd(16)}${value}`])),
      "",
    ].join("\n"),
  };
}

/** The worst value, and what is required. */
function foundText({ kind, worst, limit }: Breach): string {
  if (typeof limit !== "number") return `${worst}, required within ${limit[0]} and ${limit[1]}`;
  if (kind === "coverage") return `${percent(worst)} of the messages came, ${percent(limit)} required`;
  const what = { gap: "without a message", latency: "until it came", stuck: "without a change" }[
    kind as "gap" | "latency" | "stuck"
  ];
  return `${seconds(worst)} ${what}, ${seconds(limit)} allowed`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const seconds = (ms: number): string => `${Number((ms / 1e3).toPrecision(3))} s`;
