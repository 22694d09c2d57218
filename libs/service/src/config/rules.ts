import { connectionMistakes } from "./connection-rules.ts";
import { consoleMistakes, NOTIFY } from "./console-rules.ts";
import { FORMATS } from "./format.ts";
import type { Mistake } from "./mistake.ts";
import { mqttMistakes, USERS } from "./mqtt-rules.ts";
import { sourceMistakes } from "./source-rules.ts";
import { isMap, listAt, overlap, pathText, type Path, valueAt } from "./path.ts";
import { requirementMistakes } from "./requirement-rules.ts";
import type { Settings } from "./schema.ts";

type Asset = Settings["assets"][number];

/** Sections with a password, which may be in a file. */
const WITH_PASSWORD: readonly Path[] = [
  ["broker", "kafka", "sasl"],
  ["mqtt"],
  ["mes"],
  ["nats"],
  ["console", "store"],
  ["console", "smtp"],
];

/** Where secrets are: each may be in a file instead, whose name is in the setting of the same name with `File`. */
export const secretPaths = (settled: unknown): readonly Path[] => [
  ...WITH_PASSWORD.map((path) => [...path, "password"]),
  ["nats", "token"],
  ["console", "oidc", "secret"],
  ...listAt(settled, NOTIFY).map((_, i) => [...NOTIFY, i, "secret"]),
  ...listAt(settled, USERS).map((_, i) => [...USERS, i, "password"]),
];

export const fileOf = (secret: Path): Path => [...secret.slice(0, -1), `${String(secret.at(-1))}File`];

/**
 * What must hold between settings. Sections that do not fit the schema are passed over, so that all mistakes of a file
 * can be reported together.
 * @param settled complete, but perhaps not valid where `mistakes` says so
 */
export function checkRules(settled: unknown, mistakes: readonly Mistake[]): readonly Mistake[] {
  const config = settled as Settings;
  const found: Mistake[] = [];
  const sound = (path: Path): boolean => !mistakes.some((mistake) => overlap(mistake.path, path));
  const rule = (path: Path, broken: () => boolean, message: string): void => {
    if (sound(path.slice(0, -1)) && broken()) found.push({ path, message });
  };

  if (!isMap(settled)) return [];
  const { time, windows, decision } = config;
  for (const path of secretPaths(settled)) {
    const twice = (): boolean => [path, fileOf(path)].every((each) => valueAt(settled, each) !== undefined);
    rule(fileOf(path), twice, `cannot be given beside ${String(path.at(-1))}`);
  }
  found.push(...mqttMistakes(config, sound));
  const sources: Settings["sources"] = Array.isArray(config.sources) ? config.sources : [];
  for (const [i, source] of sources.entries())
    rule(
      ["sources", i, "template"],
      () =>
        source.map === undefined && !["{asset}", "{sensor}"].every((name) => source.template.includes(name)),
      `must be ${FORMATS["source-template"].expects}, unless sources[].map says which asset and sensor`,
    );
  rule(
    ["time", "maxClockSkew"],
    () => time.maxClockSkew > time.maxClockError,
    "must not be longer than time.maxClockError",
  );
  rule(["windows", "trend"], () => windows.trend < windows.size, "must not be shorter than windows.size");
  const { k, n, threshold, clearThreshold } = isMap(decision) ? decision : {};
  rule(["decision", "k"], () => (k ?? 0) > (n ?? Infinity), "must not be greater than decision.n");
  rule(
    ["decision", "clearThreshold"],
    () => (clearThreshold ?? 0) > (threshold ?? Infinity),
    "must not be greater than decision.threshold",
  );

  found.push(
    ...connectionMistakes(settled, sound),
    ...consoleMistakes(config, sound),
    ...requirementMistakes(settled, sound),
    ...sourceMistakes(config, sound),
  );

  const assets: readonly Asset[] = Array.isArray(config.assets) ? config.assets : [];
  const firsts = new Map<string, number>();
  for (const [i, asset] of assets.entries()) {
    if (!isMap(asset)) continue;
    const first = firsts.get(asset.path);
    if (first === undefined) firsts.set(asset.path, i);
    else if (sound(["assets", i, "path"]))
      found.push({
        path: ["assets", i, "path"],
        other: ["assets", first, "path"],
        message: `is also the path of ${pathText(["assets", first])}`,
      });
    rule(
      ["assets", i, "bearing", "ballDiameter"],
      () => asset.bearing !== undefined && asset.bearing.ballDiameter >= asset.bearing.pitchDiameter,
      "must be less than pitchDiameter",
    );
    if (!sound(["assets", i, "sensors"])) continue;
    for (const [name, { range }] of Object.entries(asset.sensors))
      if (range !== undefined && range[0] >= range[1])
        found.push({ path: ["assets", i, "sensors", name, "range"], message: "must be [minimum, maximum]" });
  }
  return found;
}
