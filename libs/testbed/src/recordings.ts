import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The folder of recordings and references that some tests use: `PRESAGE_SHARED`, or `shared` beside the repository.
 * Undefined if it is not there; such tests are skipped, and it is said why.
 */
export function sharedFolder(): string | undefined {
  const folder =
    process.env["PRESAGE_SHARED"] ?? fileURLToPath(new URL("../../../../shared", import.meta.url));
  if (existsSync(folder)) return folder;
  process.stderr.write(`skipped tests with recordings: there is no ${folder}\n`);
  return undefined;
}
