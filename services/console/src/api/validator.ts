import { Ajv, type Options } from "ajv";
import type { FastifySchemaCompiler } from "fastify";

const OPTIONS: Options = { useDefaults: true, allErrors: false, strict: false };

/** What is written in an address is text, so numbers are read from it; a body says itself what is a number. */
export function createValidator(): FastifySchemaCompiler<object> {
  const body = new Ajv(OPTIONS);
  const text = new Ajv({ ...OPTIONS, coerceTypes: "array" });
  return ({ schema, httpPart }) => (httpPart === "body" ? body : text).compile(schema);
}
