import { userInfo } from "node:os";
import { type ModelReference, PresageError } from "@presage/contracts";
import { readPackage, tryPackage } from "@presage/model";
import {
  type Act,
  type Assignment,
  find,
  type NewAssignment,
  openRegistry,
  promote,
  type Registry,
  rollback,
  titleOf,
} from "@presage/registry";
import { type Config, loadConfig } from "@presage/service";
import { modelPath } from "../process/model-path.ts";

export interface ModelOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export interface ActOptions extends ModelOptions {
  /** Class of assets; by default that of assets without one. */
  readonly class?: string;
  /** Who says so; by default the user's name on this machine. */
  readonly by?: string;
  readonly comment?: string;
}

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

/** Prints the models of the registry, and what they are live for. */
export async function listModels(options: ModelOptions): Promise<void> {
  const listed = await withRegistry(options, async (registry, config) => {
    const current = async (name: string) => ({ name, champion: (await registry.current(name))?.champion });
    const champions = await Promise.all(classesOf(config).map(current));
    return (await registry.list()).map((model) => ({
      ...model,
      live: champions.flatMap(({ name, champion }) => (champion?.digest === model.digest ? [name] : [])),
    }));
  });
  const lines = listed.map(
    ({ live, ...model }) => `${titleOf(model)}${live.length > 0 ? `  live for ${live.join(", ")}` : ""}\n`,
  );
  print(
    options,
    listed,
    lines.join("") || "the registry is empty; presage model push DIR stores a package in it\n",
  );
}

/** Prints what was live for a class of assets, since when, and who said so. */
export async function modelHistory(options: ActOptions): Promise<void> {
  const history = await withRegistry(options, (registry, config) =>
    registry.history(options.class ?? config.defaults.class),
  );
  const lines = history.map(
    ({ revision, at, action, champion, by, comment }) =>
      `${revision}  ${new Date(at).toISOString()}  ${action}  ${titleOf(champion)}  by ${by}${comment === undefined ? "" : `: ${comment}`}\n`,
  );
  print(options, history, lines.join("") || "nothing was ever promoted\n");
}

/** Makes a model of the registry live for a class of assets. */
export const promoteModel = (wanted: string, options: ActOptions): Promise<void> =>
  assign(options, async (last, act, registry, config) => {
    const model = find(await registry.list(), wanted);
    // Before the first promotion the configured package is live: it is kept as well, so that there is a way back.
    const next = promote(last?.champion ?? (await store(registry, modelPath(config))), model, act);
    if (next === null) throw new PresageError("REGISTRY_CONFLICT", `${titleOf(model)} is live already`);
    return next;
  });

/** Makes the champion before the last one live again. */
export const rollbackModel = (options: ActOptions): Promise<void> =>
  assign(options, (last, act) => {
    if (last === undefined)
      throw new PresageError(
        "REGISTRY_UNKNOWN",
        "nothing was ever promoted, so there is nothing to go back to",
      );
    return Promise.resolve(rollback(last, act));
  });

type Next = (
  last: Assignment | undefined,
  act: Act,
  registry: Registry,
  config: Config,
) => Promise<NewAssignment>;

async function assign(options: ActOptions, next: Next): Promise<void> {
  const { by = userInfo().username, comment } = options;
  const act = { by, at: Date.now(), ...(comment !== undefined && { comment }) };
  const assigned = await withRegistry(options, async (registry, config) => {
    const { class: assetClass = config.defaults.class } = options;
    const last = await registry.current(assetClass);
    const made = await next(last, act, registry, config);
    return { class: assetClass, ...(await registry.assign(assetClass, last?.revision ?? 0, made)) };
  });
  const { champion, previous } = assigned;
  print(
    options,
    assigned,
    `${titleOf(champion)} is live for ${assigned.class}, instead of ${titleOf(previous)}\n`,
  );
}

async function store(registry: Registry, path: string): Promise<ModelReference> {
  const { manifest, digest, files } = await readPackage(path);
  const model = { name: manifest.name, version: manifest.version, digest };
  await registry.push(files, model);
  return model;
}

async function withRegistry<T>(
  { config: file }: ModelOptions,
  use: (registry: Registry, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ env: process.env, ...(file !== undefined && { file }) });
  const registry = await openRegistry(config);
  try {
    return await use(registry, config);
  } finally {
    await registry.close();
  }
}

const classesOf = ({ defaults, assets }: Config): string[] => [
  ...new Set([defaults.class, ...assets.map((asset) => asset.class)]),
];

const print = ({ json = false }: ModelOptions, value: unknown, text: string): void =>
  void process.stdout.write(json ? `${JSON.stringify(value)}\n` : text);
