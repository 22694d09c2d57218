import { existsSync, readFileSync } from "node:fs";
import { PresageError } from "@presage/contracts";
import type { Asset } from "./asset-schema.ts";
import { isWebhookSecret, NOTIFY, WRONG_SECRET } from "./console-rules.ts";
import { parseConfig } from "./document.ts";
import { entriesOf, toNode } from "./entries.ts";
import { type Environment, FILE_VARIABLE, override } from "./environment.ts";
import { type Mistake, mistakeText } from "./mistake.ts";
import { type Finding, findingOf, invalid } from "./finding.ts";
import { isMap, overlap, valueAt } from "./path.ts";
import { checkRules, fileOf, secretPaths } from "./rules.ts";
import { type Config, CONFIG_SCHEMA, type Settings } from "./schema.ts";
import { settle } from "./settle.ts";
import { validate } from "./validate.ts";

const SCHEMA = toNode(CONFIG_SCHEMA);
const ENTRIES = entriesOf(SCHEMA);
const DEFAULT_FILE = "presage.yaml";

/**
 * The configuration: the file's, with what the environment overrides, complete with defaults.
 * The file is the one named, else `PRESAGE_CONFIG`, else `./presage.yaml` if there is one.
 * Throws `FILE_UNREADABLE` if a named file cannot be read, and `CONFIG_INVALID` with all mistakes, one a line.
 */
export function loadConfig({ file, env }: { file?: string | undefined; env: Environment }): Config {
  const named = file ?? (env[FILE_VARIABLE] || undefined);
  const name = named ?? (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined);
  return readConfig(name === undefined ? "" : readText(name), name ?? DEFAULT_FILE, env, readText);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `${file} cannot be read: ${reason(cause)}`, cause);
  }
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/**
 * The configuration that a text and the environment give. Touches nothing but secret files, through `readSecret`.
 * Throws `CONFIG_INVALID`.
 */
export function readConfig(
  text: string,
  name: string,
  env: Environment,
  readSecret: (file: string) => string,
): Config {
  const document = parseConfig(text);
  const { value: written, origins, mistakes: unknown } = override(document.value ?? {}, ENTRIES, env);
  const found: Finding[] = [
    ...document.mistakes.map(({ at, message }) => ({ at, line: message })),
    ...unknown.map((mistake) => ({ line: mistakeText(mistake) })),
  ];
  const report = (mistake: Mistake): void => {
    found.push(findingOf(mistake, document, name, origins));
  };

  const settled = settle(SCHEMA, written);
  if (document.value !== undefined) {
    const unfit = validate(SCHEMA, settled, written);
    [...unfit, ...checkRules(settled, unfit), ...readSecrets(settled, readSecret)].forEach(report);
  }
  if (found.length > 0) throw invalid("The configuration", name, found);
  return complete(settled as Settings);
}

/** Puts into `settled` the secrets that are in files. */
function readSecrets(settled: unknown, readSecret: (file: string) => string): readonly Mistake[] {
  return secretPaths(settled).flatMap((path): readonly Mistake[] => {
    const section = valueAt(settled, path.slice(0, -1));
    const file = valueAt(settled, fileOf(path));
    if (!isMap(section) || typeof file !== "string") return [];
    try {
      const secret = readSecret(file).replace(/\r?\n$/, "");
      section[String(path.at(-1))] = secret;
      const isWrong = overlap(path, NOTIFY) && !isWebhookSecret(secret);
      return isWrong ? [{ path: fileOf(path), message: `names a file whose secret ${WRONG_SECRET}` }] : [];
    } catch (error) {
      return [{ path: fileOf(path), message: reason(error) }];
    }
  });
}

/** Gives assets what they leave to the defaults. */
const complete = (settings: Settings): Config => ({
  ...settings,
  mqtt: {
    ...settings.mqtt,
    embedded: {
      ...settings.mqtt.embedded,
      enabled: settings.mqtt.embedded.enabled && settings.mqtt.url === undefined,
    },
  },
  assets: settings.assets.map((asset): Asset => ({
    ...settings.defaults,
    ...asset,
    limits: { ...settings.limits, ...asset.limits },
  })),
});
