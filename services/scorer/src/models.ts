import { setTimeout as delay } from "node:timers/promises";
import { type ModelReference, PresageError } from "@presage/contracts";
import { loadPackage, openScorer, type Scorer } from "@presage/model";
import type { Registry } from "@presage/registry";
import { liveModel } from "./live-model.ts";
import type { DecisionSettings } from "./rule.ts";
import type { LiveModel } from "./stage.ts";

export interface ModelsSettings {
  readonly registry: Pick<Registry, "current" | "fetch">;
  /** Classes of assets that have models of their own. */
  readonly classes: readonly string[];
  /** Folder of the package that is live for a class as long as the registry says nothing of it. */
  readonly fallback: string;
  readonly backend: "wasm" | "node";
  readonly decision: DecisionSettings;
  /** Told of every change, in order; of a model that cannot be opened with the error. */
  readonly onChange: (event: ModelChange) => void;
  /** Told when the registry cannot be asked, once until it can again. Until then all stays as it is. */
  readonly onError: (error: unknown) => void;
  /** How often the registry is asked, ms. */
  readonly every?: number;
}

/** What a model is there for: its scores make events, or are only compared. */
export type Role = "champion" | "challenger";

export interface ModelChange {
  readonly assetClass: string;
  readonly role: Role;
  readonly model: ModelReference;
  /** Why it is not taken. The champion before stays; there is no challenger then. */
  readonly refused?: unknown;
}

/** The models that are live, by class of assets. */
export interface Models {
  /** The champion of a class; a class the registry does not know has the fallback. */
  of(assetClass: string): LiveModel;
  challengerOf(assetClass: string): LiveModel | undefined;
  /** What is assigned now and cannot be taken: another model scores, or none is in shadow. */
  refused(): readonly ModelChange[];
  close(): Promise<void>;
}

type Live = { readonly [role in Role]?: LiveModel };

interface Opened {
  readonly live: LiveModel;
  readonly scorer: Scorer;
}

/** No batch takes so long. */
const RETIRED_MS = 30_000;

/** Asked so often, a promotion is live well within a second. */
const EVERY_MS = 200;

/**
 * Opens the models that are live and follows the registry. A new champion is read, checked and warmed before it takes the place of
 * the one before, which happens between two batches; one that is refused changes nothing. Throws what `loadPackage` and `openScorer` do of the fallback.
 */
export async function openModels(settings: ModelsSettings): Promise<Models> {
  const { registry, classes, fallback, backend, decision, onChange, onError } = settings;
  const { every = EVERY_MS } = settings;
  const opened = new Map<string, Opened>();
  const live = new Map<string, Live>();
  /** Given up, but a batch may still be scored or explained by it; with the timer that closes it. */
  const retired = new Map<Scorer, NodeJS.Timeout>();
  /** By class, the revision that was looked at last. */
  const seen = new Map<string, number>();
  /** By class, what of its last assignment was refused. */
  const refusals = new Map<string, readonly ModelChange[]>();

  async function open(directory: string): Promise<Opened> {
    const made = await loadPackage(directory);
    const known = opened.get(made.digest);
    if (known !== undefined) return known;
    const scorer = await openScorer(made, { backend });
    const entry = { live: liveModel(made, scorer, decision), scorer };
    opened.set(made.digest, entry);
    return entry;
  }

  const { live: base } = await open(fallback);

  async function follow(assetClass: string): Promise<void> {
    const assignment = await registry.current(assetClass);
    if (assignment === undefined || assignment.revision === seen.get(assetClass)) return;

    const refusedNow: ModelChange[] = [];
    const take = async (role: Role): Promise<Live> => {
      const { [role]: model } = assignment;
      if (model === undefined) return {};
      const stays = live.get(assetClass)?.[role];
      if (stays?.reference.digest === model.digest) return { [role]: stays };
      try {
        const next = await open(await registry.fetch(model.digest));
        if (next.live.reference.digest !== model.digest)
          throw new PresageError("MODEL_FILE_WRONG", `the registry's package ${model.digest} is another one`);
        onChange({ assetClass, role, model });
        return { [role]: next.live };
      } catch (refused) {
        // What has no code is no fault of the package: the registry went away meanwhile, and is asked again.
        if (!(refused instanceof PresageError)) throw refused;
        const change = { assetClass, role, model, refused };
        refusedNow.push(change);
        onChange(change);
        return {};
      }
    };

    live.set(assetClass, { ...live.get(assetClass), ...(await take("champion")) });
    const { champion } = live.get(assetClass) ?? {};
    live.set(assetClass, { ...(champion && { champion }), ...(await take("challenger")) });
    refusals.set(assetClass, refusedNow);
    seen.set(assetClass, assignment.revision);
    retireUnused();
  }

  /** Gives up what is in no role. One that comes back is opened anew. */
  function retireUnused(): void {
    const used = new Set([base, ...[...live.values()].flatMap((roles) => Object.values(roles))]);
    for (const [digest, { live: model, scorer }] of opened) {
      if (used.has(model)) continue;
      opened.delete(digest);
      const timer = setTimeout(() => {
        retired.delete(scorer);
        scorer.close();
      }, RETIRED_MS);
      retired.set(scorer, timer);
    }
  }

  const stop = new AbortController();
  async function followAll(): Promise<void> {
    for (const assetClass of classes) await follow(assetClass);
  }
  let isAway = false;
  async function look(): Promise<void> {
    try {
      await followAll();
      isAway = false;
    } catch (error) {
      if (!isAway) onError(error);
      isAway = true;
    }
  }
  await look();
  const following = (async () => {
    while (!stop.signal.aborted) {
      await delay(every, undefined, { signal: stop.signal }).catch(() => undefined);
      if (!stop.signal.aborted) await look();
    }
  })();

  return {
    of: (assetClass) => live.get(assetClass)?.champion ?? base,
    challengerOf: (assetClass) => live.get(assetClass)?.challenger,
    refused: () => [...refusals.values()].flat(),
    async close() {
      stop.abort();
      await following;
      for (const timer of retired.values()) clearTimeout(timer);
      for (const scorer of [...retired.keys(), ...[...opened.values()].map((entry) => entry.scorer)])
        scorer.close();
    },
  };
}
