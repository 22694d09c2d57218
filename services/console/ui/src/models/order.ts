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

const where = ({ class: name, assets }: ModelClass): string =>
  `for ${name} (${assets === 1 ? "1 asset" : `${assets} assets`})`;

const named = (model: ModelName | undefined, otherwise: string): string =>
  model === undefined ? otherwise : titleOf(model);

const SWAP = "Scorers take it within a second; failures that are open stay open.";

const EFFECTS: Readonly<Record<Order["action"], (order: Order) => string>> = {
  promote: ({ of, model }) =>
    `${named(model, "It")} becomes live ${where(of)}, instead of ${titleOf(of.champion.model)}. ${SWAP}`,
  rollback: ({ of }) =>
    `${named(of.previous?.model, "The model before")} becomes live again ${where(of)}, instead of ${titleOf(of.champion.model)}. ${SWAP}`,
  shadow: ({ of, model }) =>
    `${named(model, "It")} scores the same windows as ${titleOf(of.champion.model)} ${where(of)}, and makes no events.` +
    (of.challenger ? ` It takes the place of ${titleOf(of.challenger.model)}.` : ""),
  withdraw: ({ of }) =>
    `${named(of.challenger?.model, "The challenger")} is no longer asked ${where(of)}. What it said so far stays in the log.`,
};

/** What will be so afterwards, in a sentence or two. */
export const effectOf = (order: Order): string => EFFECTS[order.action](order);

/** The model whose comparison with the live one matters before this is done. */
export function toCompare({ action, of, model }: Order): ModelName | undefined {
  // Nothing was ever in shadow there.
  if (of.revision === 0) return undefined;
  if (action === "promote") return model;
  return action === "withdraw" ? of.challenger?.model : undefined;
}

const DONE: Readonly<Record<Order["action"], (order: Order) => string>> = {
  promote: ({ of, model }) => `${named(model, "The model")} is live for ${of.class}`,
  rollback: ({ of }) => `${named(of.previous?.model, "The model before")} is live again for ${of.class}`,
  shadow: ({ of, model }) => `${named(model, "The model")} is in shadow for ${of.class}`,
  withdraw: ({ of }) => `${named(of.challenger?.model, "The challenger")} is out of shadow for ${of.class}`,
};

/** What was done, in a few words. */
export const doneText = (order: Order): string => DONE[order.action](order);
