import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian's Chromium, or one under another of its names, on the PATH. */
export const chromiumPath = (): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))
    .find((file) => existsSync(file));
