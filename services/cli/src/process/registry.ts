import type { ModelReference } from "@presage/contracts";
import { readPackage } from "@presage/model";
import { openRegistry, type Registry } from "@presage/registry";
import { type Config, loadConfig } from "@presage/service";

export interface ModelOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Opens the registry that is configured for as long as `use` takes. */
export async function withRegistry<T>(
  { config: file }: ModelOptions,
  use: (registry: Registry, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ env: process.env, file });
  const registry = await openRegistry(config);
  try {
    return await use(registry, config);
  } finally {
    await registry.close();
  }
}

/** Stores a package in the registry, untried. */
export async function store(registry: Registry, path: string): Promise<ModelReference> {
  const { manifest, digest, files } = await readPackage(path);
  const model = { name: manifest.name, version: manifest.version, digest };
  await registry.push(files, model);
  return model;
}

/** Prints a value as JSON, or its text. */
export const print = ({ json = false }: ModelOptions, value: unknown, text: string): void =>
  void process.stdout.write(json ? `${JSON.stringify(value)}\n` : text);
