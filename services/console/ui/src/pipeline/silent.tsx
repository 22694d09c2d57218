import type { ComponentChildren, JSX } from "preact";
import type { Silence } from "../../../src/schema/pipeline.ts";
import { breachText } from "../parts/breach.ts";
import { ageText, hoursText, timeText } from "../parts/format.ts";
import { now } from "../parts/now.ts";
import { type Health, Severity } from "../parts/severity.tsx";
import { placeOf } from "../parts/words.ts";
import { about, useResource } from "../resource.ts";
import { hrefs } from "../router.ts";
import { pipelinePaths } from "./api.ts";

const HOUR = 3_600_000;

/** Machines and sensors of which nothing is heard any more, and those whose data is bad. */
export function SilentSection(): JSX.Element {
  const { data, problem } = useResource<Silence>(pipelinePaths.silent, about("pipeline"));
  return (
    <section aria-labelledby="silent">
      <h2 id="silent">Silent, or bad data</h2>
      {problem && problem.status !== 0 && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {data && <Found of={data} />}
    </section>
  );
}

function Found({ of: { assets, sensors, faults, breaches } }: { of: Silence }): JSX.Element {
  if (assets.total + sensors.total + faults.total + breaches.total === 0)
    return <p class="muted">Every asset and every sensor is heard, and its data is good.</p>;
  return (
    <>
      <Listed what="Requirements not met" level="bad-data" of={breaches}>
        {breaches.items.map((breach) => (
          <tr key={breach.id}>
            <Asset path={breach.asset} />
            <td>
              {breach.sensor} <span class="muted">{breach.requirement}</span>
            </td>
            <td>
              {breachText(breach)}
              <span class="muted since">
                since {timeText(breach.since)}
                {breach.owner === undefined ? "" : `, owner ${breach.owner}`}
              </span>
            </td>
          </tr>
        ))}
      </Listed>
      <Listed what="Sensors silent, their asset goes on" level="silent" of={sensors}>
        {sensors.items.map(({ asset, sensor, quantity, lastSeen, assetLastSeen }) => (
          <tr key={`${asset}/${sensor}`}>
            <Asset path={asset} />
            <td>
              {sensor} <span class="muted">{quantity}</span>
            </td>
            <td>
              missing for {hoursText((assetLastSeen - lastSeen) / HOUR)}
              <span class="muted since">last {timeText(lastSeen)}</span>
            </td>
          </tr>
        ))}
      </Listed>
      <Listed what="Assets silent" level="silent" of={assets}>
        {assets.items.map(({ asset, lastSeen, heardAt, usual }) => (
          <tr key={asset}>
            <Asset path={asset} />
            <td>heard {ageText(heardAt, now.value)} ago</td>
            <td class="muted">
              every {shortText(usual)} before
              <span class="since">last window {timeText(lastSeen)}</span>
            </td>
          </tr>
        ))}
      </Listed>
      <Listed what="Data that breaks a limit" level="bad-data" of={faults}>
        {faults.items.map(({ asset, fault, lastSeen }) => (
          <tr key={asset}>
            <Asset path={asset} />
            <td>{fault}</td>
            <td class="muted">window of {timeText(lastSeen)}</td>
          </tr>
        ))}
      </Listed>
    </>
  );
}

const shortText = (milliseconds: number): string =>
  milliseconds < 60_000
    ? `${Math.max(1, Math.round(milliseconds / 1_000))} s`
    : hoursText(milliseconds / HOUR);

function Asset({ path }: { path: string }): JSX.Element {
  const { name, place } = placeOf(path);
  return (
    <th scope="row">
      <a href={hrefs.asset(path)}>{name}</a> <span class="muted">{place}</span>
    </th>
  );
}

/** So many are seen at once; more on demand. */
const FIRST = 5;

function Listed({
  what,
  level,
  of: { items, total },
  children,
}: {
  what: string;
  level: Health;
  of: { readonly items: readonly unknown[]; readonly total: number };
  children: readonly ComponentChildren[];
}): JSX.Element | null {
  if (total === 0) return null;
  return (
    <details open={items.length <= FIRST}>
      <summary>
        <Severity level={level} iconOnly /> {what}: <strong>{total.toLocaleString("en")}</strong>
      </summary>
      <table>
        <tbody>{children}</tbody>
      </table>
      {total > items.length && <p class="muted">The first {items.length} are shown.</p>}
    </details>
  );
}
