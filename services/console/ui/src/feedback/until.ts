const HOUR = 3_600_000;

/** How long one may shelve; `date` is chosen. */
export const SHELVING = [
  { name: "1 hour", hours: 1 },
  { name: "8 hours", hours: 8 },
  { name: "1 day", hours: 24 },
  { name: "1 week", hours: 168 },
] as const;

/** When a shelving ends: hours from now, or a local date and time as an input of that type has it. */
export function untilOf(choice: string, date: string, now: number): number | undefined {
  const hours = Number(choice);
  if (Number.isFinite(hours) && hours > 0) return now + hours * HOUR;
  const time = new Date(date).getTime();
  return Number.isFinite(time) && time > now ? time : undefined;
}
