import { constants, existsSync } from "node:fs";
import { access } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { openRegistry, registryFolder } from "@presage/registry";
import type { Config } from "@presage/service";
import { hasCode } from "@presage/contracts";
import { checkFile } from "@presage/embedded";
import type { Finding } from "./finding.ts";

/** The model registry: whether it answers, and how many models it has. */
export async function lookAtRegistry(config: Config): Promise<readonly Finding[]> {
  const { url } = config.nats;
  const registry = await openRegistry(config);
  try {
    const models = await registry.list();
    const where = url ?? registryFolder(config);
    return [{ check: "registry", level: "good", says: `${where} answers, ${models.length} models` }];
  } finally {
    await registry.close();
  }
}

/** The console's store: its file, or whether PostgreSQL listens. Its tables are not touched: that would bring them to this version. */
export async function lookAtStore({ dataDir, console: { store } }: Config): Promise<readonly Finding[]> {
  const check = "console store";
  if (store.url !== undefined) {
    const { hostname, port } = new URL(store.url);
    const listens = await canConnect(hostname.replaceAll(/[[\]]/g, ""), Number(port) || 5432);
    return listens
      ? [{ check, level: "good", says: `PostgreSQL listens at ${hostname}` }]
      : [
          {
            check,
            level: "wrong",
            says: `nothing listens at ${hostname}`,
            advice: "look at console.store.url",
          },
        ];
  }
  const file = join(dataDir, "console.db");
  if (!existsSync(file)) return [{ check, level: "good", says: `${file} is made at the first start` }];
  const writable = await access(file, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return [
      {
        check,
        level: "wrong",
        says: `${file} cannot be written`,
        advice: "give it to the user that runs Presage",
      },
    ];
  try {
    checkFile(file);
  } catch (error) {
    if (!hasCode(error, "BROKER_UNAVAILABLE")) throw error;
    return [{ check, level: "wrong", says: error.message, advice: DAMAGED }];
  }
  return [{ check, level: "good", says: `${file} can be written` }];
}

const DAMAGED =
  "restore a backup, or move it aside: what the log has comes again, people and their tokens do not (docs/operations.md)";

const canConnect = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 5_000 }, () => answer(true));
    const answer = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once("error", () => answer(false)).once("timeout", () => answer(false));
  });
