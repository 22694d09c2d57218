import type { Failure, FailureGroup, Message } from "@presage/contracts";

const clock = (time: number): string => new Date(time).toISOString().slice(11, 19);
const percent = (risk: number | null): string => (risk === null ? "–" : `${Math.round(risk * 100)} %`);

/** Hours in the unit that suits them. */
function span(hours: number): string {
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  if (hours >= 1) return `${hours.toFixed(hours < 10 ? 1 : 0)} h`;
  return hours >= 1 / 60 ? `${Math.round(hours * 60)} min` : `${Math.round(hours * 3_600)} s`;
}

/** A failure's revision in one line, for a terminal. */
export function failureLine({ key, value }: Message<Failure>): string {
  const { state, severity, risk, zone, updatedAt, revision, basis, action } = value;
  const { modes: [mode] = [], remainingLifeHours: life } = value;
  const words = [
    clock(updatedAt),
    `predicted failure ${state}`.padEnd(25),
    key,
    `risk ${percent(risk)}`,
    severity,
    ...(mode === undefined ? [] : [`likely ${mode.mode}`]),
    ...(life === undefined ? [] : [`${span(life.p50)} left (${span(life.p10)} to ${span(life.p90)})`]),
    ...(zone === undefined ? [] : [`zone ${zone}`]),
    ...(basis === "rule" ? [`by rule ${value.rules.join(", ")}`] : []),
    `revision ${revision}`,
  ];
  return `${words.join("  ")}\n          ${action}\n`;
}

/** A grouped event's revision in one line, for a terminal. */
export function groupLine({ key, value }: Message<FailureGroup>): string {
  const { state, severity, updatedAt, revision, members, action } = value;
  const open = members.filter((member) => member.state === "open").length;
  const words = [
    clock(updatedAt),
    `flood ${state}`.padEnd(25),
    key,
    `${members.length} machines, ${open} open`,
    severity,
    `revision ${revision}`,
  ];
  return `${words.join("  ")}\n          ${action}\n`;
}
