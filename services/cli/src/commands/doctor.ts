import { intakeFrom } from "@presage/bridge";
import { PresageError } from "@presage/contracts";
import { type Config, loadConfig } from "@presage/service";
import type { Finding, Level } from "../doctor/finding.ts";
import { hasLog, lookAtLog } from "../doctor/log.ts";
import { look } from "../doctor/look.ts";
import { lookAtFolder } from "../doctor/machine.ts";
import { lookAtModels } from "../doctor/models.ts";
import { lookAtMqtt } from "../doctor/mqtt.ts";
import { lookAtProfile } from "../doctor/profile.ts";
import { lookAtRunning } from "../doctor/running.ts";
import { lookAtRegistry, lookAtStore } from "../doctor/services.ts";
import type { SourceFacts } from "../doctor/source-facts.ts";
import { openBroker } from "../process/broker.ts";
import { VERSION } from "../process/version.ts";

export interface DoctorOptions {
  readonly config?: string;
  /** How far back the messages of sources are looked at. */
  readonly hours: number;
  readonly json?: boolean;
}

const HOUR_MS = 3_600_000;

/** A log of weeks is read at some hundred thousand windows in a second. */
const LOG_PATIENCE_MS = 600_000;

const MARKS: Readonly<Record<Level, string>> = { good: "ok", unknown: "?", doubt: "!", wrong: "WRONG" };

/** Looks at an installation and says what is wrong with it, and which quality of service its sources should have. */
export async function doctor({ config: file, hours, json = false }: DoctorOptions): Promise<void> {
  const found: Finding[] = [];
  const sources: SourceFacts[] = [];
  const tell = (findings: readonly Finding[]): void => {
    found.push(...findings);
    if (!json) for (const finding of findings) process.stdout.write(lineOf(finding));
  };
  const config = readConfig(file, tell);
  if (config !== undefined) {
    tell(await lookAtFolder(config.dataDir));
    tell(
      await look("log", () => readLog(config, hours, sources), {
        patienceMs: LOG_PATIENCE_MS,
        ...LOG_ADVICE,
      }),
    );
    tell(await look("mqtt", () => lookAtMqtt(config, intakeFrom(config))));
    tell(await look("mes profile", () => lookAtProfile(config), PROFILE_ADVICE));
    tell(await look("registry", () => lookAtRegistry(config)));
    tell(await look("models", () => lookAtModels(config)));
    tell(await look("console store", () => lookAtStore(config)));
    tell(await look("running", () => lookAtRunning(config)));
  }
  const wrong = found.filter(({ level }) => level === "wrong").length;
  const doubts = found.filter(({ level }) => level === "doubt").length;
  if (json)
    process.stdout.write(`${JSON.stringify({ version: VERSION, hours, findings: found, sources })}\n`);
  else process.stdout.write(`\n${summaryOf(wrong, doubts)}\n`);
  if (wrong > 0) process.exitCode = 1;
}

const PROFILE_ADVICE = { advice: "try it with presage mes preview; docs/mes.md says what it is given" };

const LOG_ADVICE = {
  advice:
    "look at broker.kind and, for Kafka, at its addresses, TLS, user and rights (docs/security/kafka-acls.sh)",
};

function readConfig(
  file: string | undefined,
  tell: (findings: readonly Finding[]) => void,
): Config | undefined {
  const check = "configuration";
  try {
    const config = loadConfig({ env: process.env, file });
    const { assets, requirements, sources } = config;
    const counts = `${sources.length} sources, ${assets.length} assets, ${requirements.length} requirements`;
    tell([{ check, level: "good", says: `valid: ${counts}` }]);
    return config;
  } catch (error) {
    if (!(error instanceof PresageError)) throw error;
    tell([{ check, level: "wrong", says: error.message }]);
    return undefined;
  }
}

async function readLog(config: Config, hours: number, sources: SourceFacts[]): Promise<readonly Finding[]> {
  if (!hasLog(config))
    return [{ check: "log", level: "unknown", says: "there is no log yet: Presage was not started here" }];
  const broker = await openBroker(config);
  try {
    const now = Date.now();
    const { findings, sources: found } = await lookAtLog(broker, config, now - hours * HOUR_MS, now);
    sources.push(...found);
    return findings;
  } finally {
    await broker.close();
  }
}

const lineOf = ({ check, level, says, advice }: Finding): string =>
  `${MARKS[level].padEnd(6)} ${check.padEnd(16)} ${says}\n${advice === undefined ? "" : `${" ".repeat(24)}→ ${advice}\n`}`;

const summaryOf = (wrong: number, doubts: number): string =>
  wrong + doubts === 0
    ? "Nothing is wrong."
    : `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong, ${doubts} to look at.`;
