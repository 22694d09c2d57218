import type { JSX } from "preact";
import type { SensorState } from "../../../src/schema/asset.ts";
import { timeText, unitText, withUnit } from "../parts/format.ts";
import { flawsOf } from "./quality.ts";

interface SensorsProps {
  readonly sensors: readonly SensorState[];
  /** The trend of a feature is wanted, by its name. */
  readonly onTrend: (series: string) => void;
}

/** So many sensors are shown with all their features at once. */
const FEW = 3;

/** Each sensor with how good its data is, and what was last computed of it. */
export function Sensors({ sensors, onTrend }: SensorsProps): JSX.Element {
  return (
    <section id="sensors" class="sensors" aria-labelledby="sensors-title">
      <h2 id="sensors-title">Sensors</h2>
      {sensors.length === 0 && <p class="muted">No sensor was heard of yet.</p>}
      {sensors.map((sensor) => (
        <Sensor key={sensor.sensor} sensor={sensor} open={sensors.length <= FEW} onTrend={onTrend} />
      ))}
    </section>
  );
}

interface SensorProps {
  readonly sensor: SensorState;
  readonly open: boolean;
  readonly onTrend: SensorsProps["onTrend"];
}

function Sensor({ sensor, open, onTrend }: SensorProps): JSX.Element {
  const flaws = flawsOf(sensor.quality);
  return (
    <details class="sensor" open={open}>
      <summary>
        <h3>{sensor.sensor}</h3>{" "}
        <span>
          {sensor.quantity} in {unitText(sensor.unit) || "no unit"}
          {sensor.zone === undefined ? "" : `, zone ${sensor.zone}`}, {timeText(sensor.lastSeen)}
        </span>{" "}
        <span class={sensor.quality.fault === undefined ? "muted" : "wrong"}>
          {sensor.quality.fault === undefined ? "" : `Data not used: ${sensor.quality.fault}. `}
          {flaws.length === 0 ? "Data good" : flaws.join(", ")}
        </span>
      </summary>
      <ul class="features">
        {sensor.features.map((feature) => (
          <li key={feature.name}>
            <details>
              <summary title={feature.formula}>
                <span>{feature.name}</span> <b>{withUnit(feature.value, feature.unit)}</b>
              </summary>
              {feature.formula !== undefined && <p>{feature.formula}</p>}
              {feature.source !== undefined && <p class="muted">Source: {feature.source}</p>}
              <button type="button" onClick={() => onTrend(`${sensor.sensor}.${feature.name}`)}>
                Show its trend
              </button>
            </details>
          </li>
        ))}
      </ul>
    </details>
  );
}
