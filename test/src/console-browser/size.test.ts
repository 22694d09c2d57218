import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const UI = fileURLToPath(new URL("../../../services/console/ui/dist", import.meta.url));
const MOST = 200_000;

describe("the scripts of the console", () => {
  it("are at most 200 kB compressed, all pages together", () => {
    const files = readdirSync(UI, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".js"),
    );
    expect(files.length).toBeGreaterThan(5);
    const bytes = files.map((name) => gzipSync(readFileSync(join(UI, name))).byteLength);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST);
  });
});
