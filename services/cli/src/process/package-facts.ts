import type { ModelDesk } from "@presage/console";
import type { ModelReference } from "@presage/contracts";
import type { ModelManifest, ModelPackage } from "@presage/model";
import { type DecisionSettings, ruleOf } from "@presage/scorer";

type Facts = Awaited<ReturnType<ModelDesk["packages"]>>[number];

/** What people want to know of a package. */
export function packageFacts(
  { manifest, digest, card }: Pick<ModelPackage, "manifest" | "digest" | "card">,
  registered: boolean,
  settings: DecisionSettings,
): Facts {
  const { name, version, description, licence, assetClasses, outputs, inputs, metrics, training } = manifest;
  return {
    name,
    version,
    digest,
    registered,
    description,
    licence,
    assetClasses,
    risk: outputs.risk,
    horizon: horizonText(outputs),
    inputs: inputs.map(({ feature, transform, histogram }) => ({
      feature,
      transform,
      watched: histogram !== undefined,
    })),
    metrics,
    training,
    decision: decisionText(manifest, settings),
    card,
  };
}

/** A package that cannot be read, and why. */
export const unreadable = (model: ModelReference, registered: boolean, error: unknown): Facts => ({
  ...model,
  registered,
  problem: error instanceof Error ? error.message : String(error),
  description: "",
  licence: "",
  assetClasses: [],
  risk: "",
  horizon: "",
  inputs: [],
  metrics: {},
  training: {},
  decision: "",
  card: "",
});

/** How far ahead the risk looks. */
export const horizonText = (outputs: ModelManifest["outputs"]): string =>
  "edges" in outputs
    ? `within ${100 * outputs.horizonShare} % of the machine's age, and the remaining life`
    : `within ${outputs.horizonHours} h`;

function decisionText(manifest: ModelManifest, settings: DecisionSettings): string {
  const { threshold, k, n } = ruleOf(manifest, settings);
  return `${k} of ${n} windows at a risk of ${Number(threshold.toPrecision(3))} or more`;
}
