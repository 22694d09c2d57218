import { useState } from "preact/hooks";
import { secondText } from "./text.ts";
import { nearest } from "./nearest.ts";

interface SnapshotChoiceProps {
  readonly sensors: readonly string[];
  readonly sensor: string;
  readonly onSensor: (sensor: string) => void;
  /** Oldest first. */
  readonly times: readonly number[];
  /** Undefined: the latest, whichever that is. */
  readonly time: number | undefined;
  readonly onTime: (time: number | undefined) => void;
}

/** Chooses a raw block by sensor and time. */
export function SnapshotChoice({ sensors, sensor, onSensor, times, time, onTime }: SnapshotChoiceProps) {
  const [sliding, setSliding] = useState<number | undefined>();
  const last = times.length - 1;
  const index = sliding ?? (time === undefined ? last : nearest(times, time));
  const go = (to: number) => {
    setSliding(undefined);
    onTime(times[to]);
  };
  return (
    <div class="plot-controls">
      <label>
        Sensor{" "}
        <select value={sensor} onChange={(event) => onSensor(event.currentTarget.value)}>
          {sensors.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span class="snapshot-time">
        <button type="button" aria-label="Block before" disabled={index <= 0} onClick={() => go(index - 1)}>
          ‹
        </button>
        <input
          type="range"
          aria-label="Block"
          aria-valuetext={secondText(times[index] ?? 0)}
          min={0}
          max={Math.max(last, 0)}
          value={index}
          onInput={(event) => setSliding(event.currentTarget.valueAsNumber)}
          onChange={(event) => go(event.currentTarget.valueAsNumber)}
        />
        <button type="button" aria-label="Block after" disabled={index >= last} onClick={() => go(index + 1)}>
          ›
        </button>
        <button type="button" aria-pressed={time === undefined} onClick={() => onTime(undefined)}>
          Latest
        </button>
      </span>
      <span class="muted">{sliding !== undefined && secondText(times[sliding] ?? 0)}</span>
    </div>
  );
}
