import type { JSX } from "preact";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { withUnit } from "../parts/format.ts";
import { type Driver, FAR, featureText } from "./telling.ts";

const widest = (values: readonly number[]): number => Math.max(1e-9, ...values.map(Math.abs));

/** A bar from a middle line: to the right what is more, to the left what is less. */
function Bar({ value, most, strong }: { value: number; most: number; strong: boolean }): JSX.Element {
  const width = (Math.abs(value) / most) * 50;
  return (
    <svg
      class={strong ? "bar strong" : "bar"}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect x={value < 0 ? 50 - width : 50} y="0" width={width} height="10" />
      <path d="M50 0V10" stroke="currentColor" vector-effect="non-scaling-stroke" />
    </svg>
  );
}

/** How far features are from the asset's own baseline. */
export function Drivers({ drivers }: { drivers: readonly Driver[] }): JSX.Element {
  const most = widest(drivers.map(({ deviation }) => deviation));
  return (
    <section>
      <h2>Features against the baseline</h2>
      {drivers.length === 0 && <p class="muted">No feature is named.</p>}
      {drivers.length > 0 && (
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col" class="number">
                Now
              </th>
              <th scope="col" class="number">
                Usually
              </th>
              <th scope="col" colSpan={2}>
                Deviations
              </th>
            </tr>
          </thead>
          <tbody>
            {drivers.map((driver) => (
              <tr key={`${driver.sensor} ${driver.feature}`}>
                <th scope="row" title={[driver.feature, driver.formula].filter(Boolean).join(": ")}>
                  {featureText(driver.feature)}
                  {driver.sensor !== undefined && <span class="muted"> {driver.sensor}</span>}
                </th>
                <td class="number">{withUnit(driver.value, driver.unit)}</td>
                <td class="number">{withUnit(driver.reference, driver.unit)}</td>
                <td class="bars">
                  <Bar value={driver.deviation} most={most} strong={Math.abs(driver.deviation) >= FAR} />
                </td>
                <td class="number">{driver.deviation.toFixed(1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function points(share: number): string {
  const text = (Math.abs(share) * 100).toFixed(1);
  if (text === "0.0") return "0";
  return `${share < 0 ? "−" : "+"}${text}`;
}

/** How much each feature moved the risk; exact Shapley values. */
export function Contributions({ failure }: { failure: FailureDetail }): JSX.Element | null {
  const { contributions, baseRisk, risk } = failure;
  if (contributions.length === 0) return null;
  const most = widest(contributions.map(({ contribution }) => contribution));
  return (
    <section>
      <h2>What moved the risk</h2>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col" colSpan={2}>
              Percentage points
            </th>
          </tr>
        </thead>
        <tbody>
          {contributions.map(({ feature, contribution }) => (
            <tr key={feature}>
              <th scope="row" title={feature}>
                {featureText(feature)}
              </th>
              <td class="bars">
                <Bar value={contribution} most={most} strong={contribution > 0} />
              </td>
              <td class="number">{points(contribution)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {baseRisk !== undefined && risk !== null && (
        <p class="muted">
          Shapley values: they add up from {(baseRisk * 100).toFixed(1)} % of the healthy machine to{" "}
          {(risk * 100).toFixed(1)} %.
        </p>
      )}
    </section>
  );
}
