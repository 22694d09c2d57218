import { openedAlone, RISK_EDGES, type Comparison, type Side, worseIn } from "@presage/compare";
import type { ModelDesk } from "@presage/console";
import type { ModelReference } from "@presage/contracts";
import { loadPackage, readPackage } from "@presage/model";
import { type Assignment, lazyRegistry, openRegistry } from "@presage/registry";
import { NOTABLE_DRIFT, TAKEN_BACK_BY } from "@presage/scorer";
import { type Config, configuredClasses } from "@presage/service";
import { assignModel } from "./assign-model.ts";
import { compareApart } from "./compare-apart.ts";
import { modelPath, SHIPPED } from "./model-path.ts";
import { packageFacts, unreadable } from "./package-facts.ts";

type Packages = Awaited<ReturnType<ModelDesk["packages"]>>;
type History = Awaited<ReturnType<ModelDesk["classes"]>>[number]["history"];

/** Of the failures that one side alone opened, so many are told. */
const MOST_ALONE = 200;

/** What the commands of `presage model` do, for the console. */
export function openModelDesk(config: Config): ModelDesk {
  const registry = lazyRegistry(() => openRegistry(config));
  const apart = compareApart(config);
  /** What is in a package never changes, nor what was once assigned. */
  const facts = new Map<string, Packages[number]>();
  const histories = new Map<string, History>();
  const configured = readConfigured(config);
  // Whoever asks is told.
  configured.catch(() => undefined);

  async function historyOf(assetClass: string): Promise<History> {
    const last = (await registry.current(assetClass))?.revision;
    const known = histories.get(assetClass);
    if (known?.at(-1)?.revision === last) return known ?? [];
    const history = (await registry.history(assetClass)).map(assignmentOf);
    histories.set(assetClass, history);
    return history;
  }

  async function factsOf(model: ModelReference, registered: boolean): Promise<Packages[number]> {
    const known = facts.get(model.digest);
    if (known?.registered === registered) return known;
    const folder = registered ? await registry.fetch(model.digest) : (await configured).folder;
    const read = await loadPackage(folder).then(
      (made) => packageFacts(made, registered, config.decision),
      (error: unknown) => unreadable(model, registered, error),
    );
    facts.set(model.digest, read);
    return read;
  }

  return {
    drift: { notable: NOTABLE_DRIFT, limit: config.model.driftLimit },
    async classes() {
      const { model: live } = await configured;
      return Promise.all(
        configuredClasses(config).map(async (name) => ({
          class: name,
          configured: live,
          history: await historyOf(name),
        })),
      );
    },
    async packages() {
      const { model: live } = await configured;
      const stored = await registry.list();
      const all: Packages[number][] = [];
      // One at a time: a package may have 64 MiB.
      for (const model of stored) all.push(await factsOf(model, true));
      return stored.some(({ digest }) => digest === live.digest) ? all : [await factsOf(live, false), ...all];
    },
    async compare({ champion, challenger, from, to }, onWindows) {
      const comparison = await apart.compare(champion, challenger, {
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        onWindows,
      });
      if (comparison === null) throw new Error("a comparison that may read all was not made");
      return viewOf(comparison);
    },
    async assign({ assetClass, action, model, by, at, comment, force, revision }) {
      const act = { by, at, ...(comment !== undefined && { comment }) };
      const order = { assetClass, action, wanted: model, act, force, revision };
      const { roles, changed } = await assignModel(registry, config, order, apart.compare);
      const { champion, previous, challenger } = roles;
      return {
        changed,
        champion,
        ...(previous !== undefined && { previous }),
        ...(challenger !== undefined && { challenger }),
      };
    },
    async close() {
      await apart.close();
      await registry.close();
    },
  };
}

/** The package that is live as long as nothing was promoted: a scorer takes the one that comes with Presage for one that it refuses. */
async function readConfigured(config: Config): Promise<{ model: ModelReference; folder: string }> {
  const read = async (folder: string) => {
    const { manifest, digest } = await readPackage(folder);
    return { model: { name: manifest.name, version: manifest.version, digest }, folder };
  };
  return read(modelPath(config)).catch(() => read(SHIPPED));
}

const assignmentOf = (assignment: Assignment): History[number] => ({
  ...assignment,
  automatic: assignment.by === TAKEN_BACK_BY,
});

const viewOf = (comparison: Comparison): Awaited<ReturnType<ModelDesk["compare"]>> => {
  const { champion, challenger } = comparison;
  const side = (mine: Side, other: Side) => ({
    ...mine,
    risks: [...mine.risks],
    failures: mine.failures.length,
    alone: openedAlone(mine, other).slice(0, MOST_ALONE),
  });
  return {
    ...comparison,
    edges: [...RISK_EDGES],
    champion: side(champion, challenger),
    challenger: side(challenger, champion),
    worse: worseIn(comparison),
  };
};
