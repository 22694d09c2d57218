import { spawnSync } from "node:child_process";
import { type Artifact, HIVEMQ, isInstalled, KAFKA, TAHU } from "./jars.ts";
import { postgresFolder } from "./postgres.ts";
import { chromiumPath } from "./chromium.ts";
import { type Environment, FRAMEWORKS, FUZZER, hasPython, isFilled, MES_CLIENT } from "./python.ts";

/** What a test may need besides the repository: a server, a browser, or Python with the frameworks that models come from, with what fuzzes an API, or with an MQTT client. */
export type Requirement =
  | "kafka"
  | "hivemq"
  | "tahu"
  | "mosquitto"
  | "nats"
  | "postgres"
  | "openssl"
  | "prometheus"
  | "python"
  | "fuzzer"
  | "mes-client"
  | "chromium";

const runs = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore" }).error === undefined;

const JAVA = 17;

/** It says `openjdk version "17.0.15" …` on standard error. */
function lacksJava(): string | undefined {
  const { error, stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  if (error !== undefined) return "there is no java on the PATH";
  const version = / version "([0-9]+)/.exec(stderr)?.[1];
  return Number(version) >= JAVA
    ? undefined
    : `java is version ${version ?? "unknown"}, not ${JAVA} or newer`;
}

/** It says `OpenSSL 3.0.19 27 Jan 2026`; LibreSSL, which goes by the same name, cannot sign as we ask. */
function lacksOpenssl(): string | undefined {
  const { error, stdout } = spawnSync("openssl", ["version"], { encoding: "utf8" });
  if (error !== undefined) return "there is no openssl on the PATH";
  return /^OpenSSL [3-9]/.test(stdout) ? undefined : `openssl is ${stdout.trim()}, not OpenSSL 3 or newer`;
}

const lacksJars = (artifact: Artifact): string | undefined =>
  isInstalled(artifact) ? lacksJava() : `${artifact.name} is not fetched: npm run testbed`;

function lacksEnvironment(environment: Environment): string | undefined {
  if (!hasPython()) return "there is no python3 on the PATH";
  return isFilled(environment) ? undefined : `${environment.name} is not fetched: npm run testbed`;
}

const LACKS: Readonly<Record<Requirement, () => string | undefined>> = {
  kafka: () => lacksJars(KAFKA),
  hivemq: () => lacksJars(HIVEMQ),
  tahu: () => lacksJars(TAHU),
  mosquitto: () => (runs("mosquitto", "-h") ? undefined : "there is no mosquitto on the PATH"),
  nats: () => (runs("nats-server", "--version") ? undefined : "there is no nats-server on the PATH"),
  postgres: () => (postgresFolder() === undefined ? "there is no PostgreSQL server" : undefined),
  openssl: lacksOpenssl,
  prometheus: () => (runs("prometheus", "--version") ? undefined : "there is no prometheus on the PATH"),
  python: () => lacksEnvironment(FRAMEWORKS),
  fuzzer: () => lacksEnvironment(FUZZER),
  "mes-client": () => lacksEnvironment(MES_CLIENT),
  chromium: () => (chromiumPath() === undefined ? "there is no chromium on the PATH" : undefined),
};

/** Why something cannot be used here, or undefined if it can. */
export const lacking = (name: Requirement): string | undefined => LACKS[name]();

/**
 * Whether tests that need these must be skipped. Says which and why; but where `PRESAGE_REQUIRE_BROKERS` is set it
 * skips nothing, so that what is missing makes a test fail.
 */
export function skipWithout(...names: readonly Requirement[]): boolean {
  const reasons = names.map(lacking).filter((why) => why !== undefined);
  if (reasons.length === 0 || process.env["PRESAGE_REQUIRE_BROKERS"] === "1") return false;
  process.stderr.write(`skipped tests with ${names.join(" and ")}: ${reasons.join("; ")}\n`);
  return true;
}
