import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backup } from "../commands/backup.ts";
import { checkRoom } from "./room.ts";

/** No disk has as much; a file of this size without a byte in it takes no room. */
const HUGE = 2 ** 43;

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "presage-room-"))));
afterEach(() => rm(root, { recursive: true }));

async function hugeFile(...path: readonly string[]): Promise<void> {
  await mkdir(join(root, ...path, ".."), { recursive: true });
  await writeFile(join(root, ...path), "");
  await truncate(join(root, ...path), HUGE);
}

describe("the room for a backup", () => {
  it("is enough for what is small or not there", async () => {
    await writeFile(join(root, "log.db"), "x");
    await mkdir(join(root, "copy"));
    await checkRoom(join(root, "copy"), [join(root, "log.db"), join(root, "log.db-wal")]);
    expect(existsSync(join(root, "copy"))).toBe(true);
  });

  it.each([[["log.db-wal"]], [["registry", "packages", "abc", "weights.bin"]]])(
    "is looked at before anything is copied, with %s, and leaves nothing behind",
    async (path) => {
      await writeFile(join(root, "log.db"), "");
      await hugeFile(...path);
      const config = join(root, "presage.yaml");
      await writeFile(config, `dataDir: ${root}\n`);
      const refused = {
        code: "FILE_UNWRITABLE",
        message: expect.stringMatching(/ free, and up to 87\d{5}\.\d MB/) as string,
      };
      await expect(backup(join(root, "copy"), { config, json: true })).rejects.toMatchObject(refused);
      expect(existsSync(join(root, "copy"))).toBe(false);
    },
  );
});
