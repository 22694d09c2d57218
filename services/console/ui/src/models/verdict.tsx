import type { JSX } from "preact";
import type { ComparisonSide, ModelComparison } from "../../../src/schema/comparison.ts";
import { hoursText, numberText, percentText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { titleOf } from "./api.ts";

interface Row {
  readonly name: string;
  readonly of: (side: ComparisonSide) => string;
}

const orDash = (value: number | null, text: (value: number) => string): string =>
  value === null ? "–" : text(value);

const ROWS: readonly Row[] = [
  {
    name: "Confirmed failures found",
    of: ({ labelled: { found, confirmed } }) => (confirmed === 0 ? "–" : `${found} of ${confirmed}`),
  },
  { name: "Alarms found false", of: ({ labelled }) => String(labelled.falseAlarms) },
  { name: "Median lead", of: ({ labelled }) => orDash(labelled.medianLeadHours, hoursText) },
  { name: "Precision", of: ({ labelled }) => orDash(labelled.precision, percentText) },
  { name: "Recall", of: ({ labelled }) => orDash(labelled.recall, percentText) },
  { name: "Failures opened", of: ({ failures }) => String(failures) },
  { name: "Risk that counts", of: ({ threshold }) => `≥ ${numberText(threshold)}` },
  { name: "Mean risk", of: ({ meanRisk }) => orDash(meanRisk, numberText) },
];

const labels = ({ champion }: ModelComparison): number =>
  champion.labelled.confirmed + champion.labelled.falseAlarms;

/** Which of two models did better, by what was found of the machines. */
export function Verdict({ comparison }: { comparison: ModelComparison }): JSX.Element {
  const { champion, challenger, windows, worse } = comparison;
  if (windows === 0)
    return (
      <p>
        {titleOf(challenger.model)} was never in shadow of {titleOf(champion.model)}, so there is nothing to
        compare them by.
      </p>
    );
  return (
    <>
      {worse === null ? (
        <p>
          {labels(comparison) === 0
            ? "Nothing was labelled meanwhile, so nobody knows which of them is right."
            : "By what was found of the machines the challenger is not worse."}
        </p>
      ) : (
        <p class="worse">
          <Severity level="high" iconOnly />
          <span>
            <strong>The challenger did worse:</strong> {worse}.
          </span>
        </p>
      )}
      <table class="sides">
        <thead>
          <tr>
            <td />
            <th scope="col" class="number">
              Champion <span class="muted">{titleOf(champion.model)}</span>
            </th>
            <th scope="col" class="number">
              Challenger <span class="muted">{titleOf(challenger.model)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ name, of }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{of(champion)}</td>
              <td class="number">{of(challenger)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
