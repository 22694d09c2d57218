import type { ModelReference } from "@presage/contracts";
import { loadPackage, type ModelManifest, tryPackage } from "@presage/model";
import { type Assignment, find, type Registry, titleOf } from "@presage/registry";
import { configuredClasses, type Config } from "@presage/service";
import { modelPath } from "../process/model-path.ts";
import { horizonText } from "../process/package-facts.ts";
import { type ModelOptions, print, store, withRegistry } from "../process/registry.ts";

/** Tries a package and stores it in the registry. */
export async function pushModel(path: string, options: ModelOptions): Promise<void> {
  const model = await withRegistry(options, async (registry, config) => {
    await tryPackage(path, config.model);
    return store(registry, path);
  });
  print(
    options,
    model,
    `${titleOf(model)} is in the registry; presage model promote ${model.name}@${model.version} makes it live\n`,
  );
}

/** Prints the models of the registry, and what they are there for. */
export async function listModels(options: ModelOptions): Promise<void> {
  const listed = await withRegistry(options, async (registry, config) => {
    const assigned = await assignmentsOf(registry, config);
    return (await registry.list()).map((model) => ({ ...model, ...rolesOf(model, assigned) }));
  });
  const lines = listed.map(
    ({ live, shadow, ...model }) => `${titleOf(model)}${roleText({ live, shadow })}\n`,
  );
  print(
    options,
    listed,
    lines.join("") ||
      "the registry is empty, and the configured model is live (presage model show); presage model push DIR stores a package\n",
  );
}

/** Prints a model of the registry, or the one that is live: what it takes, what it is for, and its card. */
export async function showModel(wanted: string | undefined, options: ModelOptions): Promise<void> {
  const shown = await withRegistry(options, async (registry, config) => {
    const assigned = await assignmentsOf(registry, config);
    const champion = assigned.get(config.defaults.class)?.champion;
    const model = wanted === undefined ? champion : find(await registry.list(), wanted);
    const path = model === undefined ? modelPath(config) : await registry.fetch(model.digest);
    const { manifest, digest, card } = await loadPackage(path);
    const roles = rolesOf({ name: manifest.name, version: manifest.version, digest }, assigned);
    return { ...manifest, digest, ...roles, card };
  });
  print(options, shown, modelText(shown));
}

export interface HistoryOptions extends ModelOptions {
  /** Class of assets; by default that of assets without one. */
  readonly class?: string;
}

/** Prints what was live for a class of assets, since when, and who said so. */
export async function modelHistory(options: HistoryOptions): Promise<void> {
  const history = await withRegistry(options, (registry, config) =>
    registry.history(options.class ?? config.defaults.class),
  );
  const lines = history.map(
    ({ revision, at, action, champion, challenger, by, comment }) =>
      `${revision}  ${new Date(at).toISOString()}  ${action.padEnd(8)}  ${titleOf(champion)}` +
      `${challenger === undefined ? "" : `, in shadow ${titleOf(challenger)}`}  by ${by}${comment === undefined ? "" : `: ${comment}`}\n`,
  );
  print(options, history, lines.join("") || "nothing was ever promoted\n");
}

async function assignmentsOf(registry: Registry, config: Config): Promise<ReadonlyMap<string, Assignment>> {
  const assigned = new Map<string, Assignment>();
  for (const name of configuredClasses(config)) {
    const current = await registry.current(name);
    if (current !== undefined) assigned.set(name, current);
  }
  return assigned;
}

/** Classes of assets for which a model is live, or in shadow. */
interface RolesByClass {
  readonly live: string[];
  readonly shadow: string[];
}

function rolesOf({ digest }: ModelReference, assigned: ReadonlyMap<string, Assignment>): RolesByClass {
  const classesWith = (role: "champion" | "challenger"): string[] =>
    [...assigned].flatMap(([name, { [role]: model }]) => (model?.digest === digest ? [name] : []));
  return { live: classesWith("champion"), shadow: classesWith("challenger") };
}

const roleText = ({ live, shadow }: RolesByClass): string =>
  `${live.length > 0 ? `  live for ${live.join(", ")}` : ""}${shadow.length > 0 ? `  in shadow for ${shadow.join(", ")}` : ""}`;

function modelText(shown: ModelManifest & RolesByClass & { digest: string; card: string }): string {
  const { name, version, digest, description, licence, assetClasses, inputs, outputs, metrics, card } = shown;
  const figures = Object.entries(metrics).map(
    ([metric, value]) => `${metric} ${Number(value.toPrecision(4))}`,
  );
  return [
    `${titleOf({ name, version, digest })}${roleText(shown)}`,
    "",
    `  ${description}`,
    "",
    `  classes   ${assetClasses.join(", ")}`,
    `  inputs    ${inputs.map(({ feature }) => feature).join(", ")}`,
    `  output    ${outputs.risk}, ${horizonText(outputs)}`,
    `  metrics   ${figures.join(", ") || "none"}`,
    `  licence   ${licence}`,
    `  digest    ${digest}`,
    "",
    card,
  ].join("\n");
}
