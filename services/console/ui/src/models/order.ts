import { signal } from "@preact/signals";
import type { AssignmentRequest, ModelClass, ModelName } from "../../../src/schema/model.ts";
import { titleOf } from "./api.ts";

/** What is asked for, before it is confirmed. */
export interface Order {
  readonly action: AssignmentRequest["action"];
  /** The class as it was shown to whoever asks. */
  readonly of: ModelClass;
  /** To promote, or to put into shadow. */
  readonly model?: ModelName;
}

export const ordered = signal<Order | undefined>(undefined);

export const TITLES: Readonly<Record<Order["action"], string>> = {
  promote: "Promote",
  shadow: "Put into shadow",
  withdraw: "Withdraw from shadow",
  rollback: "Roll back",
};

/** What will be so afterwards, in a sentence. */
export function effectOf({ action, of, model }: Order): string {
  const { class: name, assets, champion, previous, challenger } = of;
  const where = `for ${name} (${assets === 1 ? "1 asset" : `${assets} assets`})`;
  const live = titleOf(champion.model);
  const named = model === undefined ? "" : titleOf(model);
  switch (action) {
    case "promote":
      return `${named} becomes live ${where}, instead of ${live}. Scorers take it within a second; failures that are open stay open.`;
    case "rollback":
      return `${previous ? titleOf(previous.model) : "The model before"} becomes live again ${where}, instead of ${live}. Scorers take it within a second; failures that are open stay open.`;
    case "shadow":
      return `${named} scores the same windows as ${live} ${where}, and makes no events${challenger ? `. It takes the place of ${titleOf(challenger.model)}` : ""}.`;
    case "withdraw":
      return `${challenger ? titleOf(challenger.model) : "The challenger"} is no longer asked ${where}. What it said so far stays in the log.`;
  }
}

/** The model whose comparison with the live one matters before this is done. */
export function toCompare({ action, of, model }: Order): ModelName | undefined {
  if (action === "promote") return model;
  return action === "withdraw" ? of.challenger?.model : undefined;
}

/** What was done, in a few words. */
export function doneText({ action, of, model }: Order): string {
  const { class: name, previous, challenger } = of;
  const named = (held: ModelName | undefined): string => (held ? titleOf(held) : "the model");
  switch (action) {
    case "promote":
      return `${named(model)} is live for ${name}`;
    case "rollback":
      return `${named(previous?.model)} is live again for ${name}`;
    case "shadow":
      return `${named(model)} is in shadow for ${name}`;
    case "withdraw":
      return `${named(challenger?.model)} is out of shadow for ${name}`;
  }
}
