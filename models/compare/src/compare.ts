import type { Feedback, Message, Prediction, Shadow } from "@presage/contracts";
import type { Comparison, Side } from "./comparison.ts";
import { judge, timeOf } from "./labelled.ts";
import { beginLife, type Contender, type Life } from "./life.ts";
import { collectCorrelation, collectRisks, logOdds } from "./risks.ts";

/** A comparison as it grows: small, however many windows there are. */
export interface Comparing {
  /** The next prediction of an asset, in the order of its windows. One of another champion or challenger is passed over. */
  take(message: Message<Prediction>): void;
  /** What came of it, by labels in any order. */
  finish(labels: readonly Message<Feedback>[]): Comparison;
}

interface Asset {
  readonly since: number;
  readonly champion: Life;
  readonly challenger: Life;
}

/** Compares two models by the windows that both were asked of. */
export function compare(champion: Contender, challenger: Contender): Comparing {
  const assets = new Map<string, Asset>();
  const risks = { champion: collectRisks(), challenger: collectRisks() };
  const correlation = collectCorrelation();
  const counts = { both: 0, championOnly: 0, challengerOnly: 0, neither: 0 };
  let windows = 0;
  let from: number | null = null;
  let to: number | null = null;

  function agree(is: number, would: number): void {
    correlation.add(logOdds(is), logOdds(would));
    const [one, other] = [is >= champion.rule.threshold, would >= challenger.rule.threshold];
    counts[one ? (other ? "both" : "championOnly") : other ? "challengerOnly" : "neither"] += 1;
  }

  const sideOf = (role: "champion" | "challenger", labels: readonly Message<Feedback>[]): Side => {
    const { model, rule } = role === "champion" ? champion : challenger;
    return {
      model,
      threshold: rule.threshold,
      scored: risks[role].count,
      meanRisk: risks[role].mean(),
      risks: risks[role].shares(),
      failures: [...assets.values()].flatMap((asset) => asset[role].opened),
      labelled: judge(labels, (asset) => assets.get(asset)?.[role].opened ?? []),
    };
  };

  return {
    take({ key, value }) {
      const { shadow, ...prediction } = value;
      if (shadow?.model.digest !== challenger.model.digest) return;
      if ((prediction.model ?? champion.model).digest !== champion.model.digest) return;
      const asset = assets.get(key) ?? {
        since: value.start,
        champion: beginLife(key, champion),
        challenger: beginLife(key, challenger),
      };
      assets.set(key, asset);
      windows += 1;
      from = Math.min(from ?? Infinity, value.start);
      to = Math.max(to ?? -Infinity, value.end);
      asset.champion.take(prediction);
      asset.challenger.take(byChallenger(prediction, shadow));
      if (prediction.risk !== null) risks.champion.add(prediction.risk);
      if (shadow.risk !== null) risks.challenger.add(shadow.risk);
      if (prediction.risk !== null && shadow.risk !== null) agree(prediction.risk, shadow.risk);
    },
    finish(labels) {
      const counted = labels.filter(({ key, value }) => timeOf(value) > (assets.get(key)?.since ?? Infinity));
      const scored = counts.both + counts.championOnly + counts.challengerOnly + counts.neither;
      return {
        windows,
        assets: assets.size,
        from,
        to,
        agreement: {
          scored,
          ...counts,
          share: scored === 0 ? null : (counts.both + counts.neither) / scored,
          correlation: correlation.value(),
        },
        champion: sideOf("champion", counted),
        challenger: sideOf("challenger", counted),
      };
    },
  };
}

/** The prediction as it would have been, had the challenger been asked: the limits that were passed are the same. */
function byChallenger(
  { notScored: _why, remainingLifeHours: _life, ...same }: Prediction,
  challenger: Shadow,
): Prediction {
  return { ...same, ...challenger };
}
