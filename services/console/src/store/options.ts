import { type Config, tlsOptions } from "@presage/service";
import type { StoreOptions } from "./database.ts";

/** What store the configuration means; user and password are put into the URL, where the driver wants them. Throws `FILE_UNREADABLE`. */
export function storeOptions({ dataDir, console: { store } }: Config): StoreOptions {
  if (store.url === undefined) return { dataDir };
  const url = new URL(store.url);
  url.username = encodeURIComponent(store.username ?? "");
  url.password = encodeURIComponent(store.password ?? "");
  const { enabled, ...tls } = store.tls;
  const host = url.hostname.replaceAll(/[[\]]/g, "");
  return { dataDir, url: url.href, ...(enabled && { tls: tlsOptions(tls, host) }) };
}
