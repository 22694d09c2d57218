import type { Asset, Config, Health, Metrics } from "@presage/service";
import type { Broker } from "@presage/stream";
import type { Live } from "../live.ts";
import type { Comparisons } from "../models/comparisons.ts";
import type { ModelDesk } from "../models/desk.ts";
import type { Notifier } from "../notify/notifier.ts";
import type { Pulse } from "../pipeline/pulse.ts";
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
  readonly metrics: Metrics;
  readonly health: Health;
  /** Whether the whole pipeline runs in this process, so that `metrics` and `health` are those of all of it. */
  readonly inOneProcess: boolean;
  /** Undefined if the registry is none of this console's business. */
  readonly desk: ModelDesk | undefined;
  readonly comparisons: Comparisons | undefined;
  readonly pulse: Pulse;
  readonly notifier: Notifier;
  readonly now: () => number;
}
