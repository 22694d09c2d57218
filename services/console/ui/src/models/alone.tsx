import type { JSX } from "preact";
import type { ComparisonSide, ModelComparison } from "../../../src/schema/comparison.ts";
import { timeText } from "../parts/format.ts";
import { placeOf } from "../parts/words.ts";
import { hrefs } from "../router.ts";

/** Failures that only one of the two opened: what there is to argue about. */
export function Alone({
  comparison: { champion, challenger },
}: {
  comparison: ModelComparison;
}): JSX.Element {
  return (
    <>
      <Opened by="champion" side={champion} />
      <Opened by="challenger" side={challenger} />
    </>
  );
}

function Opened({ by, side: { alone } }: { by: string; side: ComparisonSide }): JSX.Element {
  if (alone.length === 0) return <p>No failure was opened by the {by} alone.</p>;
  return (
    <details>
      <summary>
        {alone.length === 1 ? "1 failure was" : `${alone.length} failures were`} opened by the {by} alone
      </summary>
      <ul class="alone">
        {alone.map(({ asset, openedAt, closedAt, basis }) => (
          <li key={`${asset}@${openedAt}`}>
            <a href={hrefs.asset(asset)}>{placeOf(asset).name}</a>{" "}
            <span class="muted">{placeOf(asset).place}</span> {timeText(openedAt)} to{" "}
            {closedAt === null ? "now" : timeText(closedAt)}
            {basis === "rule" && ", by a limit"}
          </li>
        ))}
      </ul>
    </details>
  );
}
