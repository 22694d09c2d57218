import { type ModelReference, PresageError } from "@presage/contracts";
import { readPackage } from "@presage/model";
import { openRegistry, type Registry, titleOf } from "@presage/registry";
import { type Config, configuredClasses } from "@presage/service";
import type { Finding } from "./finding.ts";

const check = "models";

/** The packages of the models that are assigned, or the one that is configured: whether their files are those that were digested. */
export async function lookAtModels(config: Config): Promise<readonly Finding[]> {
  const registry = await openRegistry(config);
  try {
    const found = await Promise.all(configuredClasses(config).map((name) => lookAtClass(registry, name)));
    const { path } = config.model;
    const configured = path === undefined ? [] : await lookAtPackage(`model.path ${path}`, readPackage(path));
    return [...configured, ...found.flat()];
  } finally {
    await registry.close();
  }
}

async function lookAtClass(registry: Registry, assetClass: string): Promise<readonly Finding[]> {
  const assigned = await registry.current(assetClass);
  if (assigned === undefined) return [];
  const { champion, challenger } = assigned;
  const roles = Object.entries({ champion, challenger }).filter(
    (each): each is [string, ModelReference] => each[1] !== undefined,
  );
  const found = await Promise.all(
    roles.map(([role, model]) =>
      lookAtPackage(`${titleOf(model)}, ${role} of class ${assetClass}`, readAssigned(registry, model)),
    ),
  );
  return found.flat();
}

async function readAssigned(registry: Registry, { digest }: ModelReference): Promise<void> {
  const found = await readPackage(await registry.fetch(digest));
  if (found.digest !== digest)
    throw new PresageError("MODEL_FILE_WRONG", "manifest.json is not the one that was pushed");
}

async function lookAtPackage(what: string, reading: Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await reading;
    return [{ check, level: "good", says: `${what}, is whole` }];
  } catch (error) {
    if (!(error instanceof PresageError)) throw error;
    return [
      {
        check,
        level: "wrong",
        says: `${what}, cannot be read, so another model scores: ${error.code}: ${error.message}`,
        advice: "docs/operations.md, PresageModelRefused, says how to replace it",
      },
    ];
  }
}
