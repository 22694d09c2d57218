import type { JSX } from "preact";
import { ageText, timeText } from "../parts/format.ts";
import { now } from "../parts/now.ts";

/** How long ago something was, and in its title when. */
export function Ago({ at }: { at: number | undefined }): JSX.Element {
  if (at === undefined) return <span class="muted">never</span>;
  const age = ageText(at, now.value);
  return (
    <time dateTime={new Date(at).toISOString()} title={timeText(at)}>
      {age === "now" ? "now" : `${age} ago`}
    </time>
  );
}
