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
  return `# ${name} ${version}

The probability that a rotating machine on rolling bearings fails within ${outputs.horizonHours} hours of running, from one window of features.

- **For**: motors, pumps, fans, spindles with an accelerometer near the bearing, 12 to 60 Hz shaft speed, sampled at 12.8 kHz or more.
- **Not for**: gearboxes, reciprocating machines, faults other than wear of a bearing; as the only protection of people or plant.
- **Network**: multilayer perceptron on ${inputs.length} inputs, ${training["network"]}; output calibrated as Platt did.
- **Licence**: ${licence}

## Inputs

${inputs.map(({ feature, transform }) => `- \`${feature}\`${transform === "log" ? " (logarithm)" : ""}`).join("\n")}

Each is the greatest value over the asset's sensors, standardised by the mean and standard deviation of healthy machines. A missing one counts as
healthy: without shaft speed and bearing geometry there are no envelope ratios, without a temperature sensor no temperature, and the
model works without either.

## Data

${training["data"]}. ${training["machines"]} machines run from new to failure, ${training["windows"]} windows; ${training["split"]}, by machine.
A window is positive if its machine fails within ${outputs.horizonHours} hours. Features are made by the same stage that makes them in service.
Machines of the simulation live ${training["life"]}; they differ in loudness, speed, bearing,
resonances, sensors, sampling rate, temperature, kind of fault and how late it shows.

No recording of a real machine was trained on. But the ranges of the simulation were widened, by hand, until the healthy part of the runs to failure of
PRONOSTIA (Nectoux et al., IEEE PHM 2012) lay inside them, so those recordings are no independent test of this model.

Made by \`${training["command"]}\` (seed ${training["seed"]}); it gives the same files again.

## Metrics

On the machines kept for testing, at the decision rule of the manifest: threshold ${decision.threshold}, ${decision.k} of ${decision.n} windows.

| metric | value |
|---|---|
| area under the ROC curve | ${metrics["auc"]} |
| Brier score | ${metrics["brier"]} |
| windows over the threshold earlier than twice the horizon | ${percent(metrics["falseAlarmsPerWindow"])} |
| machines with a failure opened earlier than that | ${percent(metrics["falselyOpened"])} |
| machines whose failure was opened before it happened | ${percent(metrics["detected"])} |
| hours before, median | ${metrics["medianLeadHours"]?.toFixed(1)} |
| wear then, median | ${metrics["medianWearAtOpening"]?.toFixed(2)} |

## Limits

- It knows simulated machines only. A real machine that is far louder, or more impulsive when healthy, than these will have a risk that is too
  high; one whose damage is not heard will have one that is too low. Train a model on your own machines as soon as you have labels.
- It sees one window and no history: it does not know the machine's own baseline.
- The horizon is that of the simulated lives. On a rig that wears a bearing out within hours, it is not to be taken as hours.
- It does not name the failing part.
`;
}

const percent = (share = NaN): string => `${(100 * share).toFixed(1)} %`;
