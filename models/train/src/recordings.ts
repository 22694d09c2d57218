import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FeatureWindow } from "@presage/contracts";
import type { BearingGeometry } from "@presage/signal";
import type { Observe } from "./observe.ts";

interface Manifest {
  readonly rate_hz: number;
  readonly samples: number;
  readonly axes: readonly string[];
  readonly lsb_g: number;
  readonly shaft_hz: number;
  readonly bearing: BearingGeometry;
  readonly times_s: readonly number[];
  readonly failure_s: number;
  readonly temperature_C?: readonly { readonly t_s: number; readonly value: number }[];
}

/** A recorded life, one window per snapshot. */
export interface RecordedLife {
  readonly name: string;
  readonly hours: number;
  readonly windows: readonly FeatureWindow[];
  /** Share of life of each. */
  readonly shares: readonly number[];
}

/**
 * Lives of the runs to failure in a folder: `NAME.json` with `NAME.i16` beside it, little-endian int16 in the order snapshot,
 * sample, axis; g = value × `lsb_g`.
 */
export async function readLives(directory: string, observe: Observe): Promise<RecordedLife[]> {
  const files = await readdir(directory);
  const names = files.filter((f) => f.endsWith(".i16")).map((f) => f.slice(0, -".i16".length));
  return Promise.all(names.toSorted().map((name) => readLife(join(directory, name), name, observe)));
}

async function readLife(path: string, name: string, observe: Observe): Promise<RecordedLife> {
  const manifest = JSON.parse(await readFile(`${path}.json`, "utf8")) as Manifest;
  const raw = await readFile(`${path}.i16`);
  const { samples, axes, lsb_g: lsb, times_s: times, rate_hz: rate, temperature_C: readings = [] } = manifest;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const axis = (snapshot: number, index: number): Float32Array =>
    Float32Array.from({ length: samples }, (_, i) => {
      const at = (snapshot * samples + i) * axes.length + index;
      return view.getInt16(2 * at, true) * lsb;
    });
  const windows = times.map((time, snapshot) => {
    const vibration = new Map(axes.map((a, index) => [`vib-${a}`, [axis(snapshot, index)]]));
    const temperature = readings
      .filter(({ t_s: t }) => t > time - 600 && t <= time)
      .map(({ t_s: t, value }) => [time - t + 1, value] as const);
    return observe(
      { vibration, rate, temperature },
      { shaftHz: manifest.shaft_hz, bearing: manifest.bearing },
    );
  });
  return {
    name,
    hours: manifest.failure_s / 3_600,
    windows,
    shares: times.map((time) => time / manifest.failure_s),
  };
}
