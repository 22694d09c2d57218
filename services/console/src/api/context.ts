import type { Config } from "@presage/service";
import type { Asset } from "@presage/service";
import type { Broker } from "@presage/stream";
import type { Live } from "../live.ts";
import type { Speaker } from "../say.ts";
import type { Database } from "../store/database.ts";
import type { Tiers } from "../store/tiers.ts";

/** What the routes work with. */
export interface Api {
  readonly db: Database;
  readonly broker: Broker;
  readonly config: Config;
  readonly assetOf: (path: string) => Asset | undefined;
  readonly tiers: Tiers;
  readonly live: Live;
  readonly speaker: Speaker;
  readonly now: () => number;
}
