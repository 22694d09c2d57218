import { useEffect, useState } from "preact/hooks";
import type { SnapshotList, Waterfall, Waveform } from "../../../src/schema/signal.ts";
import { paths, withQuery } from "../api.ts";
import { Answer } from "../parts/answer.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { about, useResource } from "../resource.ts";
import { secondText } from "./text.ts";
import { SnapshotChoice } from "./snapshot-choice.tsx";
import { type Block, concerns, HIGHEST, type Kind, KINDS } from "./block.ts";
import { Spectrum } from "./spectrum.tsx";
import { WaterfallPlot } from "./waterfall.tsx";
import { WaveformPlot } from "./waveform-plot.tsx";

type Tab = "waveform" | Kind | "waterfall";

const TABS: readonly (readonly [Tab, string])[] = [
  ["waveform", "Waveform"],
  ...KINDS,
  ["waterfall", "Waterfall"],
];

interface SignalsProps {
  readonly asset: string;
  /**
   * Epoch milliseconds: the block nearest to it is shown first; undefined: the latest, and newer ones as they
   * come.
   */
  readonly at: number | undefined;
  /** The spectrum that is shown first. */
  readonly first?: Kind;
}

/** Milliseconds between two looks for newer blocks. */
const EVERY = 5_000;

/** The raw blocks of an asset: what was measured, and what is in it. */
export function Signals({ asset, at, first = "velocity" }: SignalsProps) {
  const [sensor, setSensor] = useState<string | undefined>();
  const [time, setTime] = useState(at);
  const [tab, setTab] = useState<Tab>(first);
  useEffect(() => setTime(at), [asset, at]);
  const snapshots = useResource<SnapshotList>(
    withQuery(`${paths.asset(asset)}/snapshots`, { sensor }),
    about("assets", asset),
    EVERY,
  );

  return (
    <section class="signals" aria-label="Signals">
      <h2>Signals</h2>
      <Answer of={snapshots} what="raw blocks">
        {({ sensors, items }) => {
          const chosen = sensor ?? sensors[0];
          if (chosen === undefined) return <p class="muted">No raw blocks are kept of this asset yet.</p>;
          const block = { asset, sensor: chosen, at: time };
          const open = (then: number) => {
            setTime(then);
            setTab("velocity");
          };
          return (
            <>
              <SnapshotChoice
                sensors={sensors}
                sensor={chosen}
                onSensor={setSensor}
                times={items.filter((item) => item.sensor === chosen).map((item) => item.time)}
                time={time}
                onTime={setTime}
              />
              <Tabs label="Views of the block" tabs={TABS} shown={tab} onShow={setTab}>
                {tab === "waveform" && <WaveformView {...block} />}
                {tab === "waterfall" && <WaterfallView asset={asset} sensor={chosen} onTime={open} />}
                {tab !== "waveform" && tab !== "waterfall" && <Spectrum key={tab} {...block} kind={tab} />}
              </Tabs>
            </>
          );
        }}
      </Answer>
    </section>
  );
}

const KEPT = { log: "from the log", store: "kept" } as const;

function WaveformView(block: Block) {
  const { asset, sensor, at } = block;
  const path = withQuery(`${paths.asset(asset)}/waveform`, { sensor, at });
  return (
    <Answer of={useResource<Waveform>(path, concerns(block))} what="waveform">
      {(waveform) => (
        <>
          <p>
            Block of {secondText(waveform.time)}, <span class="muted">{KEPT[waveform.kept]}</span>
          </p>
          <WaveformPlot waveform={waveform} />
        </>
      )}
    </Answer>
  );
}

function WaterfallView(props: {
  readonly asset: string;
  readonly sensor: string;
  readonly onTime: (time: number) => void;
}) {
  const { asset, sensor, onTime } = props;
  const [kind, setKind] = useState<Kind>("envelope");
  const [maxHz, setMaxHz] = useState<number | undefined>();
  const path = withQuery(`${paths.asset(asset)}/waterfall`, { sensor, kind, maxHz });
  return (
    <>
      <div class="plot-controls">
        <label>
          Of{" "}
          <select
            value={kind}
            onChange={(event) =>
              setKind(KINDS.find(([name]) => name === event.currentTarget.value)?.[0] ?? kind)
            }
          >
            {KINDS.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Up to{" "}
          <select
            value={maxHz ?? ""}
            onChange={(event) => setMaxHz(Number(event.currentTarget.value) || undefined)}
          >
            <option value="">the highest</option>
            {HIGHEST.map((hz) => (
              <option key={hz} value={hz}>
                {hz} Hz
              </option>
            ))}
          </select>
        </label>
      </div>
      <Answer of={useResource<Waterfall>(path, () => false)} what="waterfall">
        {(waterfall) =>
          waterfall.rows.length === 0 ? (
            <p class="muted">No spectra are kept of this sensor yet.</p>
          ) : (
            <WaterfallPlot key={waterfall.kind} waterfall={waterfall} onPick={onTime} />
          )
        }
      </Answer>
    </>
  );
}
