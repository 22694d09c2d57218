import { type TSchema, Type } from "@sinclair/typebox";

export const epoch = (description: string) =>
  Type.Integer({ description: `${description}, epoch milliseconds` });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
