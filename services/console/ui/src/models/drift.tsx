import type { JSX } from "preact";
import type { ModelDrift, ModelOverview } from "../../../src/schema/model.ts";
import { Severity } from "../parts/severity.tsx";

type Drift = ModelOverview["drift"];
type Input = ModelDrift["inputs"][number];

const excess = ({ index, chance }: Input): number => index - chance;
const two = (value: number): string => value.toFixed(2);

/** How far the inputs of the models are from what these were trained on. */
export function DriftSection({ drift }: { drift: Drift }): JSX.Element {
  const { here, limit, notable, models } = drift;
  return (
    <section aria-labelledby="drift">
      <h2 id="drift">Drift of the inputs</h2>
      {here ? (
        <>
          <p class="muted">
            Population stability index against the training data, over the last period: 20 windows of each
            asset, and 500 at least. What so few assets may show by chance is taken off: {notable} beyond it
            is worth a look,{" "}
            {limit === 0
              ? "and no model is taken back for it."
              : `${limit} beyond it in three periods takes a model back.`}
          </p>
          {models.map((each) => (
            <Inputs key={each.model} of={each} drift={drift} />
          ))}
        </>
      ) : (
        <p>
          Scorers are other processes here: each has it on its <code>/metrics</code>, as{" "}
          <code>presage_scorer_drift_index</code> and <code>presage_scorer_drift_chance</code>.
        </p>
      )}
    </section>
  );
}

function Inputs({ of: { model, inputs }, drift }: { of: ModelDrift; drift: Drift }): JSX.Element {
  if (inputs.length === 0)
    return (
      <p>
        <strong>{model}</strong> <span class="muted">no period is over yet, or no input is watched</span>
      </p>
    );
  const far = inputs.filter((input) => excess(input) >= drift.notable);
  const near = inputs.filter((input) => excess(input) < drift.notable);
  const most = Math.max(...inputs.map(({ index, chance }) => Math.max(index, chance)), drift.notable);
  return (
    <>
      <p>
        <strong>{model}</strong>{" "}
        {far.length === 0
          ? `none of ${inputs.length} inputs has drifted`
          : `${far.length} of ${inputs.length} inputs drifted`}
      </p>
      {far.length > 0 && <Table inputs={far} most={most} drift={drift} />}
      {near.length > 0 && (
        <details>
          <summary>
            {near.length} {near.length === 1 ? "input" : "inputs"} as in training
          </summary>
          <Table inputs={near} most={most} drift={drift} />
        </details>
      )}
    </>
  );
}

interface TableProps {
  readonly inputs: readonly Input[];
  /** The end of the scale. */
  readonly most: number;
  readonly drift: Drift;
}

function Table({ inputs, most, drift }: TableProps): JSX.Element {
  return (
    <table class="drift">
      <thead>
        <tr>
          <th scope="col">Input</th>
          <th scope="col" class="number">
            Index
          </th>
          <th scope="col" class="number">
            By chance
          </th>
          <td />
          <td />
        </tr>
      </thead>
      <tbody>
        {inputs.map((input) => (
          <tr key={input.feature}>
            <th scope="row">{input.feature}</th>
            <td class="number">{two(input.index)}</td>
            <td class="number">{two(input.chance)}</td>
            <td>
              <span class="scale" aria-hidden="true">
                <span class="bar" style={{ inlineSize: `${(100 * input.index) / most}%` }} />
                <span class="mark" style={{ insetInlineStart: `${(100 * input.chance) / most}%` }} />
              </span>
            </td>
            <td>
              <Level input={input} drift={drift} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Level({ input, drift: { notable, limit } }: { input: Input; drift: Drift }): JSX.Element | null {
  if (excess(input) < notable) return null;
  const isFar = limit > 0 && excess(input) >= limit;
  return (
    <span class="level">
      <Severity level={isFar ? "high" : "medium"} iconOnly /> {isFar ? "Far" : "Drifted"}
    </span>
  );
}
