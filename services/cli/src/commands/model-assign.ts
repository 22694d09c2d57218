import { userInfo } from "node:os";
import { PresageError } from "@presage/contracts";
import { worseIn } from "@presage/compare";
import {
  type Act,
  find,
  type NewAssignment,
  promote,
  type Registry,
  rollback,
  type Roles,
  shadow,
  titleOf,
  withdraw,
} from "@presage/registry";
import type { Config } from "@presage/service";
import { compareFromLog } from "../process/compare-from-log.ts";
import { modelPath } from "../process/model-path.ts";
import { type ModelOptions, print, store, withRegistry } from "../process/registry.ts";

export interface ActOptions extends ModelOptions {
  /** Class of assets; by default that of assets without one. */
  readonly class?: string;
  /** Who says so; by default the user's name on this machine. */
  readonly by?: string;
  readonly comment?: string;
}

export interface PromoteOptions extends ActOptions {
  /** Also if it does worse than the champion by what was found of the machines. */
  readonly force?: boolean;
}

/** Makes a model of the registry live for a class of assets. Throws `MODEL_WORSE` if it did worse in shadow. */
export const promoteModel = (wanted: string, options: PromoteOptions): Promise<void> =>
  assign(options, async (roles, act, registry, config) => {
    const model = find(await registry.list(), wanted);
    const next = promote(roles, model, act);
    if (next === null || options.force === true) return next;
    const comparison = await compareFromLog(registry, config, roles.champion, model, { labelledOnly: true });
    const worse = comparison === null ? null : worseIn(comparison);
    if (worse !== null)
      throw new PresageError(
        "MODEL_WORSE",
        `${titleOf(model)} did worse in shadow: ${worse}; presage model compare shows more, --force promotes it all the same`,
      );
    return next;
  });

/** Makes the champion before the last one live again. */
export const rollbackModel = (options: ActOptions): Promise<void> =>
  assign(options, (roles, act) => {
    const next = rollback(roles, act);
    if (next === null)
      throw new PresageError(
        "REGISTRY_UNKNOWN",
        "nothing was ever promoted, so there is nothing to go back to",
      );
    return next;
  });

/** Lets a model of the registry judge a class of assets in shadow, beside the one that is live. */
export const shadowModel = (wanted: string, options: ActOptions): Promise<void> =>
  assign(options, async (roles, act, registry) => shadow(roles, find(await registry.list(), wanted), act));

/** Takes the model that is in shadow out of it. */
export const withdrawModel = (options: ActOptions): Promise<void> => assign(options, withdraw);

type Next = (
  roles: Roles,
  act: Act,
  registry: Registry,
  config: Config,
) => NewAssignment | null | Promise<NewAssignment | null>;

async function assign(options: ActOptions, next: Next): Promise<void> {
  const { by = userInfo().username, comment } = options;
  const act = { by, at: Date.now(), ...(comment !== undefined && { comment }) };
  const [assigned, isNew] = await withRegistry(options, async (registry, config) => {
    const { class: assetClass = config.defaults.class } = options;
    const last = await registry.current(assetClass);
    // Before the first assignment the configured package is live: it is kept as well, so that there is a way back.
    const roles = last ?? { champion: await store(registry, modelPath(config)) };
    const made = await next(roles, act, registry, config);
    if (made === null) return [{ class: assetClass, ...roles }, false] as const;
    const assignment = await registry.assign(assetClass, last?.revision ?? 0, made);
    return [{ class: assetClass, ...assignment }, true] as const;
  });
  print(options, assigned, `${isNew ? "" : "nothing to do: "}${rolesText(assigned)}\n`);
}

function rolesText({ class: assetClass, champion, previous, challenger }: Roles & { class: string }): string {
  const before = previous === undefined ? "" : `, before it ${titleOf(previous)}`;
  const beside = challenger === undefined ? "" : `, in shadow ${titleOf(challenger)}`;
  return `${titleOf(champion)} is live for ${assetClass}${before}${beside}`;
}
