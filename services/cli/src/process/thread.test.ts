import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded } from "@presage/embedded";
import { loadConfig } from "@presage/service";
import { afterEach, describe, expect, it } from "vitest";
import { wayToLog } from "./broker.ts";
import type { JudgingNews, JudgingTask } from "./judging-apart.ts";
import { openThread } from "./thread.ts";

const WORKER = new URL("../../dist/process/judging-worker.js", import.meta.url);

describe("a service in a thread of its own", () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  const open = () => openThread<JudgingTask, JudgingNews>(WORKER);

  async function task(env: Record<string, string>) {
    const directory = mkdtempSync(join(tmpdir(), "presage-thread-"));
    const config = loadConfig({ env: { PRESAGE_DATA_DIR: directory, PRESAGE_LOG_LEVEL: "error", ...env } });
    const broker = await openEmbedded({ directory });
    cleanups.push(
      () => rmSync(directory, { recursive: true }),
      () => broker.close(),
    );
    const [way, hand] = wayToLog(config, broker);
    // Port 9 discards: nobody is there.
    return [{ way, mqttUrl: "mqtt://127.0.0.1:9" }, hand] as const;
  }

  it("starts, tells how it is, and ends when it is told to", async () => {
    const thread = open();
    const heard: string[] = [];
    const [given, hand] = await task({});
    await thread.start(given, hand, (news) => {
      if ("notes" in news) heard.push(...news.notes.checks.map(([component]) => component));
    });
    await thread.close();
    await expect(thread.done).resolves.toBeUndefined();
    expect(heard).toContain("publisher.mqtt");
  });

  it("refuses with the code what cannot be done as it is configured", async () => {
    const thread = open();
    const [given, hand] = await task({ PRESAGE_MES_PROFILE: "/nowhere/profile.yaml" });
    await expect(thread.start(given, hand, () => undefined)).rejects.toMatchObject({
      name: "PresageError",
      code: "FILE_UNREADABLE",
    });
    await thread.close();
  });

  it("is not taken to be closed when a bug has ended it", async () => {
    const thread = open();
    await expect(thread.start({} as JudgingTask, [], () => undefined)).rejects.toThrow(TypeError);
    await expect(thread.done).rejects.toThrow(/undefined/);
  });
});
