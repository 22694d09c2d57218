import type { Config } from "@presage/service";
import type { StoreOptions } from "./database.ts";

/** What store the configuration means; user and password are put into the URL, where the driver wants them. */
export function storeOptions({ dataDir, console: { store } }: Config): StoreOptions {
  if (store.url === undefined) return { dataDir };
  const url = new URL(store.url);
  url.username = encodeURIComponent(store.username ?? "");
  url.password = encodeURIComponent(store.password ?? "");
  return { dataDir, url: url.href };
}
