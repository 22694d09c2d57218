import { homedir } from "node:os";
import { join } from "node:path";

/** A folder in which something that tests need is kept between runs. */
export const cached = (name: string): string =>
  join(process.env["PRESAGE_TESTBED_CACHE"] ?? join(homedir(), ".cache", "presage-testbed"), name);
