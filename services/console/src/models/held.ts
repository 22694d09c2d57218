import type { ModelAssignment, ModelClass, ModelName } from "../schema/model.ts";
import type { ClassModels } from "./desk.ts";

type Held = ModelClass["champion"];

/** Of what scorers took back by themselves, so many are told. */
const MOST_TAKEN_BACK = 20;

/** Which models a class has, and since when, by what was assigned to it. */
export function classOf({ class: name, configured, history }: ClassModels, assets: number): ModelClass {
  const last = history.at(-1);
  const takenBack = history.filter(({ automatic }) => automatic).toReversed();
  if (last === undefined)
    return { class: name, assets, revision: 0, champion: { model: configured }, takenBack: [] };
  const { champion, previous, challenger, revision } = last;
  return {
    class: name,
    assets,
    revision,
    champion: held(history, "champion", champion),
    ...(previous && { previous: { model: previous } }),
    ...(challenger && { challenger: held(history, "challenger", challenger) }),
    takenBack: takenBack.slice(0, MOST_TAKEN_BACK),
  };
}

/** What puts a model into a role. */
const BEGINS: Readonly<Record<"champion" | "challenger", readonly ModelAssignment["action"][]>> = {
  champion: ["promote", "rollback"],
  challenger: ["shadow"],
};

/** A model in its role, with who put it there; without, if that is forgotten or it was there by configuration. */
function held(history: readonly ModelAssignment[], role: "champion" | "challenger", model: ModelName): Held {
  const before = history.findLastIndex((each) => each[role]?.digest !== model.digest);
  const begin = history[before + 1];
  if (begin === undefined || !BEGINS[role].includes(begin.action)) return { model };
  const { at, by, comment } = begin;
  return { model, since: { at, by, ...(comment !== undefined && { comment }) } };
}
