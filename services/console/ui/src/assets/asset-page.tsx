import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import { paths } from "../api.ts";
import { Answer } from "../parts/answer.tsx";
import { Journal } from "../parts/journal.tsx";
import { useTitle } from "../parts/title.ts";
import { Signals } from "../plots/signals.tsx";
import { about, useResource } from "../resource.ts";
import { AssetActions } from "./asset-actions.tsx";
import { AssetFailures } from "./asset-failures.tsx";
import { AssetState } from "./asset-state.tsx";
import { Configure } from "./configure.tsx";
import { DataQuality } from "./data-quality.tsx";
import { Sensors } from "./sensors.tsx";
import { tellingFirst, usualSeries } from "./telling.ts";
import { Trends } from "./trends.tsx";
import "./asset-page.css";

const SECTIONS = [
  ["trends", "Trends"],
  ["signals", "Signals"],
  ["sensors", "Sensors"],
  ["quality", "Data quality"],
  ["failures", "Failures"],
  ["journal-title", "Journal"],
] as const;

/** Milliseconds: nobody reads faster. */
const EVERY = 1_000;

/** All there is to say of one asset. */
export function AssetPage({ of = "" }: { of?: string }): JSX.Element {
  const levels = of.split("/");
  const name = levels.at(-1) ?? of;
  const heading = useTitle(name);
  const detail = useResource<AssetDetail>(paths.asset(of), about("assets", of), EVERY);

  return (
    <article class="page asset">
      <header>
        <nav aria-label="Place of the asset">
          {levels.slice(0, -1).map((level, i) => (
            <span key={i}>
              <a href={`/assets?under=${encodeURIComponent(levels.slice(0, i + 1).join("/"))}`}>{level}</a>{" "}
              /{" "}
            </span>
          ))}
        </nav>
        <h1 ref={heading} tabIndex={-1}>
          {name}
        </h1>
      </header>
      <Answer of={detail} what="asset">
        {(asset) => <Asset asset={asset} />}
      </Answer>
    </article>
  );
}

function Asset({ asset }: { readonly asset: AssetDetail }): JSX.Element {
  const ordered = tellingFirst(asset.series);
  // A young asset has no risk yet: what is usual may grow until somebody chooses.
  const [picked, setPicked] = useState<readonly string[] | undefined>();
  const chosen = picked ?? usualSeries(ordered.map((series) => series.name));
  const [at, setAt] = useState<number | undefined>();
  const add = (series: string) => {
    if (!chosen.includes(series)) setPicked([series, ...chosen]);
    document.getElementById("trends")?.scrollIntoView();
  };
  const show = (time: number) => {
    setAt(time);
    document.getElementById("signals")?.scrollIntoView();
  };
  return (
    <>
      <AssetState asset={asset} />
      <AssetActions asset={asset} />
      {!asset.configured && <Configure asset={asset} />}
      <nav class="sections" aria-label="On this page">
        {SECTIONS.map(([id, name]) => (
          <a key={id} href={`#${id}`}>
            {name}
          </a>
        ))}
      </nav>
      <Trends asset={asset} series={ordered} chosen={chosen} onChoose={setPicked} onPick={show} />
      <div id="signals">
        <Signals asset={asset.asset} at={at} />
      </div>
      <Sensors sensors={asset.sensors} onTrend={add} />
      <DataQuality of={asset.asset} />
      <AssetFailures failures={asset.failures} />
      <Journal entries={asset.journal} />
    </>
  );
}
