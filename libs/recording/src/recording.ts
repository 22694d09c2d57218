import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PresageError } from "@presage/contracts";
import type { BearingGeometry } from "@presage/signal";

/** One machine's recording: snapshots of vibration over its life, and its temperature. */
export interface Recording {
  readonly name: string;
  /** Hz. */
  readonly rate: number;
  /** Samples per snapshot and axis. */
  readonly samples: number;
  readonly axes: readonly string[];
  readonly shaftHz: number;
  readonly bearing: BearingGeometry;
  /** Start of each snapshot, seconds from the start of the run. */
  readonly times: readonly number[];
  /** Seconds from the start of the run; null if the machine did not fail. */
  readonly failure: number | null;
  /** Seconds and Cel. */
  readonly temperature: readonly { readonly t_s: number; readonly value: number }[];
  /** Samples of one axis of one snapshot, in g. */
  block(snapshot: number, axis: number): Float64Array;
}

interface Manifest {
  readonly rate_hz: number;
  readonly samples: number;
  readonly axes: string[];
  readonly lsb_g: number;
  readonly shaft_hz: number;
  readonly bearing: BearingGeometry;
  readonly times_s: number[];
  readonly failure_s?: number | null;
  readonly temperature_C?: { t_s: number; value: number }[];
}

function isManifest(value: unknown): value is Manifest {
  const m = value as Partial<Manifest> | null;
  return (
    typeof m === "object" &&
    m !== null &&
    [m.rate_hz, m.samples, m.lsb_g, m.shaft_hz, m.failure_s ?? 1].every(
      (n) => typeof n === "number" && n > 0,
    ) &&
    [m.axes, m.times_s].every((a) => Array.isArray(a) && a.length > 0) &&
    typeof m.bearing === "object"
  );
}

/**
 * Reads `NAME.json` and the `NAME.i16` beside it: little-endian int16, order snapshot, sample, axis; g = value × `lsb_g`.
 * Throws `FILE_UNREADABLE` if either is missing or not of this form.
 */
export async function readRecording(manifestFile: string): Promise<Recording> {
  const dataFile = manifestFile.replace(/\.json$/, ".i16");
  let manifest: unknown;
  let raw: Buffer;
  try {
    manifest = JSON.parse(await readFile(manifestFile, "utf8"));
    raw = await readFile(dataFile);
  } catch (cause) {
    throw new PresageError(
      "FILE_UNREADABLE",
      `cannot read the recording ${manifestFile} and ${dataFile}`,
      cause,
    );
  }
  if (!isManifest(manifest))
    throw new PresageError("FILE_UNREADABLE", `${manifestFile} is not a recording's manifest`);
  const { samples, axes, lsb_g: lsb, times_s: times } = manifest;
  const expected = times.length * samples * axes.length * 2;
  if (raw.byteLength !== expected)
    throw new PresageError(
      "FILE_UNREADABLE",
      `${dataFile} has ${raw.byteLength} bytes; its manifest says ${expected}`,
    );
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return {
    name: (manifestFile.split("/").at(-1) ?? "").replace(/\.json$/, ""),
    rate: manifest.rate_hz,
    samples,
    axes,
    shaftHz: manifest.shaft_hz,
    bearing: manifest.bearing,
    times,
    failure: manifest.failure_s ?? null,
    temperature: manifest.temperature_C ?? [],
    block(snapshot, axis) {
      const block = new Float64Array(samples);
      const first = snapshot * samples * axes.length + axis;
      for (let i = 0; i < samples; i++) block[i] = view.getInt16((first + i * axes.length) * 2, true) * lsb;
      return block;
    },
  };
}

/** All recordings of a folder, by name. Throws `FILE_UNREADABLE` if there are none. */
export async function readRecordings(directory: string): Promise<Recording[]> {
  let files: string[];
  try {
    files = await readdir(directory);
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `cannot read the folder ${directory}`, cause);
  }
  const names = files
    .filter((f) => f.endsWith(".json") && files.includes(f.replace(/\.json$/, ".i16")))
    .toSorted();
  if (names.length === 0)
    throw new PresageError(
      "FILE_UNREADABLE",
      `${directory} has no recordings (NAME.json with NAME.i16 beside it)`,
    );
  return Promise.all(names.map((name) => readRecording(join(directory, name))));
}
