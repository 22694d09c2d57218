import { worseIn } from "@presage/compare";
import { type ModelReference, PresageError } from "@presage/contracts";
import {
  type Act,
  type Assignment,
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
import type { CompareModels } from "./compare-from-log.ts";
import { modelPath } from "./model-path.ts";
import { store } from "./registry.ts";

/** What is to be done with the models of a class of assets. */
export interface Order {
  readonly assetClass: string;
  readonly action: Assignment["action"];
  /** The model to promote or to put into shadow: `name@version`, or the beginning of its digest. */
  readonly wanted?: string | undefined;
  readonly act: Act;
  /** To promote also one that did worse than the champion by what was found of the machines. */
  readonly force?: boolean | undefined;
  /** The last assignment that whoever orders has seen; 0: none. Left out: whatever it is. */
  readonly revision?: number | undefined;
}

/** What holds now; an assignment is only there if there ever was one. */
export interface Assigned {
  readonly roles: Roles | Assignment;
  /** Whether anything had to be done. */
  readonly changed: boolean;
}

/**
 * Does what is ordered, or nothing if it is so already. Throws `MODEL_WORSE` of a model that did worse in shadow, `REGISTRY_CONFLICT` if
 * somebody else was first, and `REGISTRY_UNKNOWN` if there is no such model, or nothing to go back to.
 */
export async function assignModel(
  registry: Registry,
  config: Config,
  { assetClass, action, wanted, act, force = false, revision }: Order,
  compareModels: CompareModels,
): Promise<Assigned> {
  const last = await registry.current(assetClass);
  const seen = last?.revision ?? 0;
  if (revision !== undefined && revision !== seen)
    throw new PresageError(
      "REGISTRY_CONFLICT",
      `the models of ${assetClass} were changed by somebody else meanwhile`,
    );
  // Before the first assignment the configured package is live: it is kept as well, so that there is a way back.
  const roles: Roles = last ?? { champion: await store(registry, modelPath(config)) };
  const model = async (): Promise<ModelReference> => find(await registry.list(), wanted ?? "");

  const nexts: Readonly<Record<Order["action"], () => Promise<NewAssignment | null>>> = {
    async promote() {
      const made = promote(roles, await model(), act);
      if (made !== null && !force) await refuseWorse(roles.champion, made.champion, compareModels);
      return made;
    },
    shadow: async () => shadow(roles, await model(), act),
    withdraw: async () => withdraw(roles, act),
    async rollback() {
      const made = rollback(roles, act);
      if (made !== null) return made;
      throw new PresageError(
        "REGISTRY_UNKNOWN",
        "nothing was ever promoted, so there is nothing to go back to",
      );
    },
  };

  const made = await nexts[action]();
  return made === null
    ? { roles, changed: false }
    : { roles: await registry.assign(assetClass, seen, made), changed: true };
}

async function refuseWorse(
  champion: ModelReference,
  challenger: ModelReference,
  compareModels: CompareModels,
): Promise<void> {
  const comparison = await compareModels(champion, challenger, { labelledOnly: true });
  const worse = comparison === null ? null : worseIn(comparison);
  if (worse !== null)
    throw new PresageError("MODEL_WORSE", `${titleOf(challenger)} did worse in shadow: ${worse}`);
}
