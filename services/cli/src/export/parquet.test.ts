import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Contract,
  features,
  feedback,
  type FeatureWindow,
  type Message,
  predictions,
} from "@presage/contracts";
import { loadPackage, modelInput } from "@presage/model";
import { CATALOGUE } from "@presage/signal";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { afterAll, describe, expect, it } from "vitest";
import { FEATURES } from "./features.ts";
import { LABELS } from "./labels.ts";
import { openParquet } from "./parquet.ts";
import { PREDICTIONS } from "./predictions.ts";
import type { Table } from "./table.ts";

const root = await mkdtemp(join(tmpdir(), "presage-export-"));
afterAll(() => rm(root, { recursive: true }));
let made = 0;

type Read = Readonly<Record<string, unknown>>;

/** What a reader finds of these messages. */
async function throughFile<V, R>(table: Table<V, R>, messages: readonly Message<V>[]): Promise<Read[]> {
  const path = join(root, `${made++}.parquet`);
  const parquet = openParquet(path, table.columns, {});
  for (const message of messages) for (const row of table.rowsOf(message)) await parquet.write(row);
  await parquet.finish();
  return (await parquetReadObjects({ file: await asyncBufferFromFile(path) })) as Read[];
}

/** As the log gives it back. */
const logged = <V>(contract: Contract<V>, message: Message<V>): Message<V> =>
  contract.decode(message.key, message.time, contract.encode(message));

const { value: example } = features.example;
const [heard] = Object.values(example.sensors);
if (heard === undefined) throw new Error("the example has no sensor");

/** Numbers of every kind that JSON can hold. */
const NUMBERS = [0.1 + 0.2, -0.0, 1e-320, Number.MAX_VALUE, Number.MIN_VALUE, -1 / 3, 2 ** 53 + 2, 5.1e-7];

const windowOf = (sensors: FeatureWindow["sensors"]): Message<FeatureWindow> => ({
  key: "s/a/l/m",
  time: example.end,
  value: { ...example, sensors },
});

describe("features in a file", () => {
  const vibration = (shift: number) => ({
    ...heard,
    features: Object.fromEntries(
      CATALOGUE.filter(({ quantity }) => quantity === "acceleration").map(({ name }, i) => [
        name,
        (NUMBERS[(i + shift) % NUMBERS.length] ?? 0) * (1 + shift),
      ]),
    ),
  });
  const temperature = { ...heard, quantity: "temperature" as const, unit: "Cel", features: { mean: 51.3 } };
  const window = logged(
    features,
    windowOf({ "vib-x": vibration(0), "vib-y": vibration(3), heat: temperature }),
  );

  it("are those of the log, bit for bit, a row per sensor", async () => {
    const rows = await throughFile(FEATURES, [window]);
    expect(rows.map(({ sensor }) => sensor)).toEqual(["vib-x", "vib-y", "heat"]);
    for (const row of rows) {
      const sensor = window.value.sensors[String(row["sensor"])];
      for (const { quantity, name } of CATALOGUE) {
        const expected = sensor?.quantity === quantity ? (sensor.features[name] ?? null) : null;
        expect(Object.is(row[`${quantity}.${name}`], expected), `${quantity}.${name}`).toBe(true);
      }
    }
  });

  it("make the same row for a model, bit for bit, as the greatest over the asset's sensors", async () => {
    const inputs = CATALOGUE.map(({ quantity, name }) => ({
      feature: `${quantity}.${name}`,
      transform: "asinh" as const,
      mean: 0.3,
      std: 1.7,
      fallback: 0,
    }));
    const rows = await throughFile(FEATURES, [window]);
    const greatest = (feature: string): number | undefined => {
      const there = rows.map((row) => row[feature]).filter((value) => typeof value === "number");
      return there.length === 0 ? undefined : Math.max(...there);
    };
    const fromFile = windowOf({
      all: { ...heard, features: greatestOf("acceleration", greatest) },
      heat: { ...temperature, features: greatestOf("temperature", greatest) },
    });
    const bits = ({ value }: Message<FeatureWindow>) => Buffer.from(modelInput(value, inputs).row.buffer);
    expect(bits(fromFile).equals(bits(window))).toBe(true);
  });

  const greatestOf = (
    quantity: string,
    of: (feature: string) => number | undefined,
  ): Record<string, number> =>
    Object.fromEntries(
      CATALOGUE.filter((entry) => entry.quantity === quantity).flatMap(({ name }) => {
        const value = of(`${quantity}.${name}`);
        return value === undefined ? [] : [[name, value]];
      }),
    );

  it("have times in UTC and their unit in the column's metadata", async () => {
    const [row] = await throughFile(FEATURES, [window]);
    expect(row).toMatchObject({
      asset: "s/a/l/m",
      start: new Date(example.start),
      end: new Date(example.end),
      unit: "g",
      blocks: 1,
      coverage: 1,
    });
    expect(FEATURES.columns.find(({ name }) => name === "acceleration.velocity_rms")?.unit).toBe("mm/s");
  });
});

describe("predictions in a file", () => {
  it("have deviations by the names of a model's inputs, and the challenger's risk beside the champion's", async () => {
    const message = predictions.example;
    const { model: _model, ...unscored } = message.value;
    const shadow = { risk: 0.25, horizonHours: 24, model: { name: "other", version: "2.0.0", digest: "d" } };
    const [row, plain] = await throughFile(PREDICTIONS, [
      logged(predictions, { ...message, value: { ...message.value, shadow } }),
      { ...message, value: { ...unscored, risk: null, notScored: "why" } },
    ]);
    expect(row).toMatchObject({
      risk: 0.87,
      "model.version": "1.0.0",
      "acceleration.rms@short": 5.1,
      "acceleration.rms@rise": 5.1 - 3.9,
      "shadow.risk": 0.25,
      "shadow.model.name": "other",
      "baseline.frozen": true,
    });
    expect(plain).toMatchObject({ risk: null, notScored: "why", "model.name": null, "shadow.risk": null });
  });

  it("have a column for every input that the shipped model takes", async () => {
    const { manifest } = await loadPackage(
      new URL("../../../../models/bearing-wear", import.meta.url).pathname,
    );
    const names = PREDICTIONS.columns.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(manifest.inputs.map(({ feature }) => feature)));
  });
});

describe("labels in a file", () => {
  it("say when it was, which is when it was said if nothing else is known", async () => {
    const { value } = feedback.example;
    const rows = await throughFile(LABELS, [
      { ...feedback.example, value: { ...value, occurredAt: 5_000 } },
      feedback.example,
    ]);
    expect(rows.map(({ occurredAt }) => occurredAt)).toEqual([new Date(5_000), new Date(value.at)]);
    expect(rows[0]).toMatchObject({ action: "confirmed", mode: "outer-race", failure: null, by: "jo" });
  });
});

describe("a file", () => {
  it("of nothing has the columns all the same, and the metadata", async () => {
    const path = join(root, "empty.parquet");
    await openParquet(path, LABELS.columns, { "presage.what": "labels" }).finish();
    const { num_rows, schema, key_value_metadata } = await parquetMetadataAsync(
      await asyncBufferFromFile(path),
    );
    expect([num_rows, schema.length - 1]).toEqual([0n, LABELS.columns.length]);
    expect(key_value_metadata).toEqual([{ key: "presage.what", value: "labels" }]);
  });

  it("of more rows than are kept in memory has all of them in order", async () => {
    const many = Array.from({ length: 45_000 }, (_, i) => ({ ...feedback.example, key: String(i) }));
    const rows = await throughFile(LABELS, many);
    expect(rows.map(({ asset }) => asset)).toEqual(many.map(({ key }) => key));
  });

  it("is not there until it is whole, and leaves nothing behind if it never is", async () => {
    const folder = await mkdtemp(join(root, "half-"));
    const parquet = openParquet(join(folder, "x.parquet"), LABELS.columns, {});
    await parquet.write(feedback.example);
    expect(await readdir(folder)).not.toContain("x.parquet");
    await parquet.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it("that cannot be written is an error with a code", async () => {
    await writeFile(join(root, "file"), "");
    expect(() => openParquet(join(root, "file", "x.parquet"), LABELS.columns, {})).toThrow(
      expect.objectContaining({ code: "FILE_UNWRITABLE" }),
    );
    const onFolder = openParquet(await mkdtemp(join(root, "folder-")), LABELS.columns, {});
    await expect(onFolder.finish()).rejects.toMatchObject({ code: "FILE_UNWRITABLE" });
  });
});
