import { join } from "node:path";
import type { Config } from "@presage/service";
import { openFolder } from "./folder.ts";
import type { Registry } from "./registry.ts";

/** Where a registry in a folder is: `model.registry`, by default in `dataDir`. */
export const registryFolder = ({ dataDir, model }: Pick<Config, "dataDir" | "model">): string =>
  model.registry ?? join(dataDir, "registry");

/** The registry that is configured: that in NATS if `nats.url` is set, else a folder. */
export async function openRegistry({
  dataDir,
  model,
  nats,
}: Pick<Config, "dataDir" | "model" | "nats">): Promise<Registry> {
  if (nats.url === undefined) return openFolder(registryFolder({ model, dataDir }));
  // Only now: most who start Presage have no NATS.
  const [{ openNats }, { natsOptions }] = await Promise.all([
    import("./nats.ts"),
    import("./nats-options.ts"),
  ]);
  return openNats(natsOptions(nats.url, nats), join(dataDir, "models"));
}
