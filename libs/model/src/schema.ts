import type { Static, TSchema } from "@sinclair/typebox";
import { Ajv, type ValidateFunction } from "ajv";
import { refused } from "./refused.ts";

const ajv = new Ajv({ allErrors: true });

/** A function that makes sure a file's JSON has its form. It throws `MODEL_FORM_WRONG` with all that is wrong. */
export function reader<S extends TSchema>(file: string, schema: S): (json: unknown) => Static<S> {
  let compiled: ValidateFunction<Static<S>> | undefined;
  return (json) => {
    const validate = (compiled ??= ajv.compile<Static<S>>(schema));
    if (validate(json)) return json;
    const mistakes = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const extra = "additionalProperty" in params ? `: ${String(params["additionalProperty"])}` : "";
      return `${instancePath || "/"} ${message}${extra}`;
    });
    throw refused("MODEL_FORM_WRONG", `mend ${file}: ${mistakes.join("; ")}`);
  };
}
