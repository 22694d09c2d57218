const DAY = 86_400_000;

/** How long a token may be used; `date` is chosen. */
export const EXPIRIES = [
  { value: "30", name: "In 30 days" },
  { value: "90", name: "In 90 days" },
  { value: "365", name: "In a year" },
  { value: "date", name: "On a date" },
  { value: "never", name: "Never" },
] as const;

/** When a token expires: after days from now, at the end of a local date, or never; undefined if the date is over. */
export function expiryOf(choice: string, date: string, now: number): number | "never" | undefined {
  if (choice === "never") return "never";
  if (choice !== "date") return now + Number(choice) * DAY;
  const end = new Date(`${date}T23:59:59.999`).getTime();
  return end > now ? end : undefined;
}
