import { Ajv, type Options, type ValidateFunction } from "ajv";
import fastJson from "fast-json-stringify";
import type { FastifySchemaCompiler, FastifySerializerCompiler } from "fastify";

// Both compile a schema when the first request needs it: a start would wait a third of a second for all of them.

const OPTIONS: Options = { useDefaults: true, allErrors: false, strict: false };

/** What is written in an address is text, so numbers are read from it; a body says itself what is a number. */
export function createValidator(): FastifySchemaCompiler<object> {
  const body = new Ajv(OPTIONS);
  const text = new Ajv({ ...OPTIONS, coerceTypes: "array" });
  return ({ schema, httpPart }) => {
    let validate: ValidateFunction | undefined;
    const check: Pick<ValidateFunction, "errors"> & ((value: unknown) => boolean) = (value) => {
      validate ??= (httpPart === "body" ? body : text).compile(schema);
      const isValid = validate(value);
      check.errors = validate.errors ?? null;
      return isValid;
    };
    return check;
  };
}

/** Writes only what the schema of an answer has. */
export const serializerOf: FastifySerializerCompiler<object> = ({ schema }) => {
  let write: ((value: unknown) => string) | undefined;
  return (value) => (write ??= fastJson(schema))(value);
};
