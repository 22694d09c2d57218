import type { JSX } from "preact";
import type { AssetQuality, BreachView, QualityDayView } from "../../../src/schema/quality.ts";
import { paths } from "../api.ts";
import { breachText, KINDS, lasting } from "../parts/breach.ts";
import { percentText, timeText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { about, useResource } from "../resource.ts";

/** Milliseconds: breaches last for minutes, days for a day. */
const EVERY = 10_000;

/** Which requirements the asset's sensors do not meet, and how their data came in on the last days. */
export function DataQuality({ of }: { readonly of: string }): JSX.Element {
  const { data } = useResource<AssetQuality>(paths.assetQuality(of), about("assets", of), EVERY);
  return (
    <section id="quality" class="data-quality" aria-labelledby="quality-title">
      <h2 id="quality-title">Data quality</h2>
      {data && <Found of={data} />}
    </section>
  );
}

function Found({ of: { breaches, days } }: { readonly of: AssetQuality }): JSX.Element {
  const open = breaches.filter((breach) => breach.open);
  const over = breaches.filter((breach) => !breach.open);
  return (
    <>
      {open.length === 0 ? (
        <p class="muted">No requirement is broken.</p>
      ) : (
        <ul>
          {open.map((breach) => (
            <Breach key={breach.id} of={breach} />
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <details>
          <summary>Requirements that were broken: {over.length}</summary>
          <ul>
            {over.map((breach) => (
              <Breach key={breach.id} of={breach} />
            ))}
          </ul>
        </details>
      )}
      {days.map((day, i) => (
        <Day key={day.day} of={day} open={i === 0} />
      ))}
      {days.length === 0 && <p class="muted">The first day is reported when it is over, at midnight UTC.</p>}
    </>
  );
}

function Breach({ of: breach }: { readonly of: BreachView }): JSX.Element {
  const { sensor, requirement, owner, since, until } = breach;
  return (
    <li>
      {breach.open && <Severity level="bad-data" iconOnly />} <b>{sensor}</b> {breachText(breach)}{" "}
      <span class="muted">
        {[
          requirement,
          until === undefined ? `since ${timeText(since)}` : `${timeText(since)} to ${timeText(until)}`,
          ...(owner === undefined ? [] : [`owner ${owner}`]),
        ].join(", ")}
      </span>
    </li>
  );
}

const HEAD = [
  "Sensor",
  "Covered",
  "Messages",
  "Lost",
  "Twice",
  "Late",
  "Slowest",
  "Longest gap",
  "Not met",
] as const;

function Day({
  of: { day, sensors },
  open,
}: {
  readonly of: QualityDayView;
  readonly open: boolean;
}): JSX.Element {
  return (
    <details open={open}>
      <summary>{day}, UTC</summary>
      <div class="scrolled">
        <table>
          <thead>
            <tr>
              {HEAD.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sensors.map((sensor) => (
              <tr key={sensor.sensor}>
                <th scope="row">{sensor.sensor}</th>
                {cellsOf(sensor).map((cell, i) => (
                  <td key={i}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const cellsOf = (sensor: QualityDayView["sensors"][number]): string[] => [
  sensor.coverage === undefined ? "–" : percentText(sensor.coverage),
  sensor.messages.toLocaleString("en"),
  sensor.lost === undefined ? "–" : sensor.lost.toLocaleString("en"),
  String(sensor.duplicates),
  String(sensor.late),
  sensor.latency === undefined ? "–" : lasting(sensor.latency.max),
  lasting(sensor.longestGap),
  sensor.unmet
    .map(({ requirement, kind, minutes }) => `${requirement}: ${KINDS[kind]}, ${minutes} min`)
    .join("; ") || "–",
];
