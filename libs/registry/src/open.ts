import { join } from "node:path";
import { openFolder } from "./folder.ts";
import type { Registry } from "./registry.ts";

/** What the configuration says of the registry. */
export interface RegistryConfig {
  readonly dataDir: string;
  readonly model: { readonly registry?: string };
  readonly nats: { readonly url?: string; readonly username?: string; readonly password?: string };
}

/** The registry that is configured: that in NATS if `nats.url` is set, else the folder `model.registry`, by default one in `dataDir`. */
export async function openRegistry({ dataDir, model, nats }: RegistryConfig): Promise<Registry> {
  const { url, username, password } = nats;
  if (url === undefined) return openFolder(model.registry ?? join(dataDir, "registry"));
  const user = {
    ...(username !== undefined && { user: username }),
    ...(password !== undefined && { pass: password }),
  };
  // Only now: most who start Presage have no NATS.
  const { openNats } = await import("./nats.ts");
  return openNats({ servers: url, ...user }, join(dataDir, "models"));
}
