import { type Static, Type } from "@sinclair/typebox";
import { reader } from "./schema.ts";

const GoldenCase = Type.Object({
  features: Type.Record(Type.String(), Type.Number(), {
    description: "values by `quantity.feature`, in their units; what is not there is missing",
  }),
  risk: Type.Number({ minimum: 0, maximum: 1, description: "what the model says of it" }),
});

/** A window's features and the risk that the model gave for it when it was made: checks the whole way from features to risk. */
export type GoldenCase = Readonly<Static<typeof GoldenCase>>;

/** What golden.json says. Throws `MODEL_FORM_WRONG` if it has another form. */
export const readGolden = reader(
  "golden.json",
  Type.Object({ cases: Type.Array(GoldenCase, { minItems: 1, maxItems: 10_000 }) }),
);
