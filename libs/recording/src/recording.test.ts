import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readRecording } from "./recording.ts";

const folder = mkdtempSync(join(tmpdir(), "presage-recording-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A recording of one snapshot of two samples on two axes: x 1 and 3, y 2 and 4, in halves of g. */
function write(name: string, more: object): string {
  const bearing = { balls: 9, ball_mm: 8, pitch_mm: 39, contact_deg: 0 };
  const form = {
    rate_hz: 100,
    samples: 2,
    axes: ["x", "y"],
    lsb_g: 0.5,
    shaft_hz: 10,
    bearing,
    times_s: [0],
  };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...form, ...more }));
  writeFileSync(join(folder, `${name}.i16`), Buffer.from(Int16Array.of(1, 2, 3, 4).buffer));
  return join(folder, `${name}.json`);
}

describe("a recording", () => {
  it("gives the samples of an axis in g", async () => {
    const recording = await readRecording(write("run", { failure_s: 60 }));
    expect(recording).toMatchObject({ name: "run", failure: 60, temperature: [] });
    expect([...recording.block(0, 0)]).toEqual([0.5, 1.5]);
    expect([...recording.block(0, 1)]).toEqual([1, 2]);
  });

  it("may be of a machine that did not fail", async () => {
    expect((await readRecording(write("silent", {}))).failure).toBeNull();
    expect((await readRecording(write("null", { failure_s: null }))).failure).toBeNull();
  });

  it("is refused if its failure is no time", async () => {
    await expect(readRecording(write("bad", { failure_s: "soon" }))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
    });
  });
});
