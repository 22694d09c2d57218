import { hasCode, type ModelReference } from "@presage/contracts";
import { driftOf, type ModelInput, restated } from "@presage/model";
import { type Act, type NewAssignment, type Registry, rollback, withdraw } from "@presage/registry";
import { excess, type Fault, furthest } from "./health.ts";
import type { LiveModel } from "./stage.ts";

/** Who it is said was that took a model back. */
export const TAKEN_BACK_BY = "presage";

export interface TakeBackSettings {
  readonly registry: Pick<Registry, "current" | "history" | "assign">;
  readonly classes: readonly string[];
  /** Inputs of a package of the registry. */
  readonly inputsOf: (model: ModelReference) => Promise<readonly ModelInput[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What was done about a faulty model, by class of assets. */
export interface TakenBack {
  readonly assetClass: string;
  /** The champion that is live instead; null if a challenger was withdrawn. */
  readonly instead: ModelReference | null;
}

/**
 * Takes a faulty model out of every class of assets: a champion is rolled back, a challenger withdrawn. A champion stays where nothing was before it, where it is
 * itself what was gone back to (two faulty models would take turns), and where it has drifted no further from its training data than the one
 * before it.
 */
export async function takeBack(
  model: LiveModel,
  fault: Fault,
  { registry, classes, inputsOf, now }: TakeBackSettings,
): Promise<TakenBack[]> {
  const { digest } = model.reference;
  const act: Act = { by: TAKEN_BACK_BY, at: now(), comment: fault.message };

  async function next(assetClass: string): Promise<readonly [revision: number, NewAssignment | null]> {
    const current = await registry.current(assetClass);
    if (current === undefined) return [0, null];
    if (current.challenger?.digest === digest) return [current.revision, withdraw(current, act)];
    const { champion, previous, revision } = current;
    if (champion.digest !== digest || previous === undefined) return [revision, null];
    const history = await registry.history(assetClass);
    const last = history.findLast(({ action }) => action === "promote" || action === "rollback");
    const isBetter = last?.action === "promote" && (await isNearer(previous));
    return [revision, isBetter ? rollback(current, act) : null];
  }

  async function isNearer(previous: ModelReference): Promise<boolean> {
    if (fault.sample === undefined) return true;
    const inputs = await inputsOf(previous);
    const mine = furthest(driftOf(model.inputs, fault.sample));
    const its = furthest(driftOf(inputs, restated(fault.sample, model.inputs, inputs)));
    return mine === undefined || its === undefined || excess(its) < excess(mine);
  }

  async function takeBackFrom(assetClass: string): Promise<TakenBack[]> {
    const [revision, assignment] = await next(assetClass);
    if (assignment === null) return [];
    try {
      const { action, champion } = await registry.assign(assetClass, revision, assignment);
      return [{ assetClass, instead: action === "rollback" ? champion : null }];
    } catch (error) {
      // Somebody else was first: what is there now may be another model, or the same beside another challenger.
      if (hasCode(error, "REGISTRY_CONFLICT")) return takeBackFrom(assetClass);
      throw error;
    }
  }

  const done: TakenBack[] = [];
  for (const assetClass of classes) done.push(...(await takeBackFrom(assetClass)));
  return done;
}
