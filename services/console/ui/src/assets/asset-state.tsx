import type { ComponentChildren, JSX } from "preact";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import { hoursText, percentText, rangeText, timeText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { sentence } from "../parts/words.ts";
import { hrefs } from "../router.ts";

/** How the asset is, in its main figures. */
export function AssetState({ asset }: { readonly asset: AssetDetail }): JSX.Element {
  const { baseline, remainingLifeHours: life, settings } = asset;
  return (
    <dl class="asset-state">
      <Fact name="Health">
        <Severity level={asset.health} />
        {asset.note !== undefined && <p class="muted">{asset.note}</p>}
      </Fact>
      <Fact name="Risk">
        <b>{asset.risk === null ? "Not scored" : percentText(asset.risk)}</b>
      </Fact>
      <Fact name="Remaining life">
        {life === undefined ? (
          "–"
        ) : (
          <>
            <b>{hoursText(life.p50)}</b>{" "}
            <span class="muted">({rangeText(life.p10, life.p90)}, p10 to p90)</span>
          </>
        )}
      </Fact>
      <Fact name="Zone (ISO 20816-3)">
        {asset.zone ?? "–"}{" "}
        <span class="muted">
          group {settings.machineGroup}, {settings.foundation}
        </span>
      </Fact>
      <Fact name="State">
        {asset.outOfService ? "Out of service" : sentence(asset.state)}
        {asset.failure !== undefined && (
          <>
            {", "}
            <a href={hrefs.failure(asset.failure)}>open failure</a>
          </>
        )}
      </Fact>
      <Fact name="Baseline">{baseline === undefined ? "None yet" : <Baseline baseline={baseline} />}</Fact>
      <Fact name="Model">{asset.model ?? "None"}</Fact>
      <Fact name="Class">{asset.class}</Fact>
      <Fact name="Seen">
        {timeText(asset.lastSeen)} <span class="muted">first {timeText(asset.firstSeen)}</span>
      </Fact>
      {asset.late + asset.duplicates > 0 && (
        <Fact name="Last window">
          {asset.late} late, {asset.duplicates} duplicate blocks
        </Fact>
      )}
    </dl>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The operating state of an asset that has no others. */
const ONLY_STATE = "any";

function Baseline({ baseline }: { readonly baseline: NonNullable<AssetDetail["baseline"]> }): JSX.Element {
  const { version, frozen, windows, needed, state } = baseline;
  const about = `Version ${version}${state === ONLY_STATE ? "" : `, state ${state}`}`;
  if (frozen) return <>{about}</>;
  return (
    <>
      {about}, learning{" "}
      <progress value={windows} max={needed} aria-label="Windows learned">
        {windows}
      </progress>{" "}
      {windows}/{needed}
    </>
  );
}
