import { spawnSync } from "node:child_process";
import { type Artifact, HIVEMQ, isInstalled, KAFKA } from "./jars.ts";

export type ServerName = "kafka" | "hivemq" | "mosquitto" | "nats";

const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).error === undefined;

function lacksJars(artifact: Artifact): string | undefined {
  if (!isInstalled(artifact)) return `${artifact.name} is not fetched: npm run testbed`;
  return runs("java", "-version") ? undefined : "there is no java on the PATH";
}

const LACKS: Readonly<Record<ServerName, () => string | undefined>> = {
  kafka: () => lacksJars(KAFKA),
  hivemq: () => lacksJars(HIVEMQ),
  mosquitto: () => (runs("mosquitto", "-h") ? undefined : "there is no mosquitto on the PATH"),
  nats: () => (runs("nats-server", "--version") ? undefined : "there is no nats-server on the PATH"),
};

/** Why a server cannot be started here, or undefined if it can. */
export const lacking = (name: ServerName): string | undefined => LACKS[name]();

/**
 * Whether tests that need these servers must be skipped. Says which and why; but where `PRESAGE_REQUIRE_BROKERS` is set it
 * skips nothing, so that what is missing makes a test fail.
 */
export function skipWithout(...names: readonly ServerName[]): boolean {
  const reasons = names.map(lacking).filter((why) => why !== undefined);
  if (reasons.length === 0 || process.env["PRESAGE_REQUIRE_BROKERS"] === "1") return false;
  process.stderr.write(`skipped tests with ${names.join(" and ")}: ${reasons.join("; ")}\n`);
  return true;
}
