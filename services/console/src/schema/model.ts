import { type Static, Type } from "@sinclair/typebox";
import { epoch } from "./common.ts";

const closed = { additionalProperties: false } as const;

export const ModelName = Type.Object({
  name: Type.String(),
  version: Type.String(),
  digest: Type.String({ description: "SHA-256 of the package's manifest.json, hexadecimal" }),
});
export type ModelName = Static<typeof ModelName>;

export const ACTIONS = ["promote", "shadow", "withdraw", "rollback"] as const;
const Action = Type.Unsafe<(typeof ACTIONS)[number]>({ type: "string", enum: [...ACTIONS] });

/** What was assigned to a class of assets at a time. */
export const ModelAssignment = Type.Object({
  revision: Type.Integer({ minimum: 1, description: "counts up from 1" }),
  action: Action,
  at: epoch("when"),
  by: Type.String(),
  comment: Type.Optional(Type.String()),
  automatic: Type.Boolean({ description: "whether a scorer took a faulty model back by itself" }),
  champion: ModelName,
  previous: Type.Optional(ModelName),
  challenger: Type.Optional(ModelName),
});
export type ModelAssignment = Static<typeof ModelAssignment>;

/** A model in a role, and since when. */
const Held = Type.Object({
  model: ModelName,
  since: Type.Optional(
    Type.Object({ at: epoch("when"), by: Type.String(), comment: Type.Optional(Type.String()) }, closed),
  ),
});

/** The models of one class of assets. */
export const ModelClass = Type.Object({
  class: Type.String(),
  assets: Type.Integer({ description: "assets of this class of which something was heard" }),
  revision: Type.Integer({ minimum: 0, description: "of the last assignment; 0: nothing was ever assigned" }),
  champion: Held,
  previous: Type.Optional(Held),
  challenger: Type.Optional(Held),
  takenBack: Type.Array(ModelAssignment, {
    description: "what scorers took back by themselves, newest first, 20 at most",
  }),
});
export type ModelClass = Static<typeof ModelClass>;

export const InputDrift = Type.Object({
  feature: Type.String(),
  index: Type.Number({ description: "population stability index over the last period" }),
  chance: Type.Number({ description: "what it may be by chance, as so few assets were seen" }),
});

/** How far the inputs of a model are from its training data. */
export const ModelDrift = Type.Object({
  model: Type.String({ description: "name@version" }),
  inputs: Type.Array(InputDrift, { description: "those that are furthest beyond chance first" }),
});
export type ModelDrift = Static<typeof ModelDrift>;

export const ModelPackage = Type.Object({
  ...ModelName.properties,
  registered: Type.Boolean({
    description: "false: the configured package, which the registry does not have",
  }),
  problem: Type.Optional(Type.String({ description: "why it cannot be read" })),
  description: Type.String(),
  licence: Type.String(),
  assetClasses: Type.Array(Type.String()),
  risk: Type.String({ description: "what the risk is the probability of" }),
  horizon: Type.String({ description: "in words" }),
  inputs: Type.Array(
    Type.Object({
      feature: Type.String(),
      transform: Type.String(),
      watched: Type.Boolean({ description: "whether its drift is watched" }),
    }),
  ),
  metrics: Type.Record(Type.String(), Type.Number()),
  training: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  decision: Type.String({ description: "when a failure opens, in words" }),
  card: Type.String({ description: "CARD.md" }),
});
export type ModelPackage = Static<typeof ModelPackage>;

export const ModelOverview = Type.Object({
  available: Type.Boolean({ description: "false: this console was started without access to the registry" }),
  classes: Type.Array(ModelClass),
  packages: Type.Array(Type.Omit(ModelPackage, ["card", "training", "inputs"])),
  drift: Type.Object({
    here: Type.Boolean({ description: "false: scorers are other processes; it is on their /metrics" }),
    limit: Type.Number({
      description: "index over chance from which a model is taken back after three periods; 0: never",
    }),
    notable: Type.Number({ description: "index over chance that is worth a warning" }),
    models: Type.Array(ModelDrift),
  }),
});
export type ModelOverview = Static<typeof ModelOverview>;

export const AssignmentRequest = Type.Object(
  {
    action: Action,
    model: Type.Optional(
      Type.String({
        minLength: 4,
        maxLength: 200,
        description: "digest of a package of the registry, to promote or to put into shadow",
      }),
    ),
    comment: Type.Optional(Type.String({ maxLength: 2_000 })),
    force: Type.Optional(
      Type.Boolean({ description: "promote also a model that did worse in shadow", default: false }),
    ),
    revision: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: "the last assignment that was seen; if another one was made since, nothing is done",
      }),
    ),
  },
  closed,
);
export type AssignmentRequest = Static<typeof AssignmentRequest>;

export const AssignmentAnswer = Type.Object({
  changed: Type.Boolean({ description: "false: it was so already" }),
  champion: ModelName,
  previous: Type.Optional(ModelName),
  challenger: Type.Optional(ModelName),
});
export type AssignmentAnswer = Static<typeof AssignmentAnswer>;

export const ClassParams = Type.Object({ class: Type.String({ minLength: 1, maxLength: 300 }) });
export const PackageParams = Type.Object({ digest: Type.String({ minLength: 4, maxLength: 128 }) });
export const ModelHistory = Type.Object({
  items: Type.Array(ModelAssignment, { description: "newest first" }),
});
export type ModelHistory = Static<typeof ModelHistory>;
