import type { PackageParts } from "@presage/model";

/** CARD.md: what the model is, what it was made from, how good it is, and where it fails. */
export function cardOf({
  name,
  version,
  inputs,
  outputs,
  decision,
  training,
  metrics,
  licence,
}: PackageParts["manifest"]): string {
  const of = (metric: string): number => metrics[metric] ?? NaN;
  const horizon = "edges" in outputs ? `${100 * outputs.horizonShare} %` : "";
  return `# ${name} ${version}

How long a rotating machine still runs, as a share of how long it has run since its baseline began; from it the risk that it fails before
it has run for another ${horizon} of that time.

- **For**: motors, pumps, fans, spindles with an accelerometer near the bearing, sampled at 12.8 kHz or more, with or without a temperature sensor.
- **Not for**: gearboxes, reciprocating machines; as the only protection of people or plant.
- **Network**: multilayer perceptron on ${inputs.length} inputs, ${training["network"]}; outputs: hazards of a discrete-time survival
  model, calibrated as Platt did.
- **Licence**: ${licence}

## Inputs

${inputs.map(({ feature }) => `- \`${feature}\``).join("\n")}

Each is a deviation from the machine's own baseline in robust standard deviations, the worst over its sensors: \`@short\` of the last window,
\`@rise\` by how much that is above the mean of some 30. They mean the same on a pump and on a spindle. The inverse hyperbolic sine is taken,
so that 30 standard deviations are not ten times as much as 3. Zero is the baseline; a missing input is zero. No input that rises can
lower the risk: all weights are at or above zero.

## Why shares of the age

A bearing on a test rig lives for hours, one in a plant for years, and the same signs come before both ends. What carries over from one to the
other is how much of its life a machine has left compared with what it has behind it. So the remaining life and the horizon are
shares of the age, and a prediction says the hours: for a machine that has run for 100 days the horizon is ten days.

## Data

${training["data"]}${training["recordings"] ? `: ${training["recordings"]} of PRONOSTIA (Nectoux et al., IEEE PHM 2012)` : ""}.
${training["machines"]} simulated machines: ${training["split"]}. They live ${training["life"]}, are run at constant or changing speed and load, and differ in
loudness, speed, bearing, resonances, sensors, sampling rate, temperature and fault. Features and deviations are made by the same stages
that make them in service. All recordings together weigh half as much as the simulated machines.

Made by \`${training["command"]}\` (seed ${training["seed"]}); it gives the same files again.

## Metrics

On simulated machines kept for testing, at a budget of 0.01 false alarms per asset and year: threshold ${decision.threshold}, ${decision.k} of ${decision.n} windows.
For runs to failure that the model did not see there is \`npm run train -- --recordings DIR --leave-one-out OUT\`; its figures are in
[docs/evaluation.md](../../docs/evaluation.md).

| metric | value |
|---|---|
| area under the ROC curve, failure within the horizon | ${of("auc").toFixed(3)} |
| Brier score | ${of("brier").toFixed(3)} |
| machines whose failure was opened by the risk alone before it happened | ${percent(of("detected"))} |
| life left then, median | ${percent(of("medianLeadShare"))} |
| failures opened in ${of("healthyMachineMonths")} healthy machine-months (also used to set the threshold) | ${of("falselyOpenedInThem")} |
| remaining life within its p10 to p90 | ${percent(of("bandCoverage"))} |
| median factor between p50 and the remaining life | ${of("medianLifeErrorFactor").toFixed(2)} |

## Limits

- It judges against what the machine was like when its baseline was learned: one that was ill then is found by the absolute limits only
  (ISO 20816-3 zones, temperature, lines at the bearing's fault frequencies).
- A machine whose speed or load varies needs its operating states configured, or changes of operation look like wear.
- Simulated machines are simpler than real ones. Train on your own as soon as you have labels.
- Sudden failures give no warning, here or anywhere.
- It does not name the failing part: that is done by physics, beside it.
`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
