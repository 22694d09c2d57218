import type { ModelPackage, Scorer } from "@presage/model";
import { type DecisionSettings, ruleOf } from "./rule.ts";
import type { LiveModel } from "./stage.ts";

/** What the stage needs of an opened package. */
export const liveModel = (
  { manifest, digest }: ModelPackage,
  scorer: Scorer,
  decision: DecisionSettings,
): LiveModel => ({
  rule: ruleOf(manifest, decision),
  reference: { name: manifest.name, version: manifest.version, digest },
  inputs: manifest.inputs,
  horizon:
    "edges" in manifest.outputs
      ? { share: manifest.outputs.horizonShare }
      : { hours: manifest.outputs.horizonHours },
  score: (rows, count) => scorer.score(rows, count),
});
