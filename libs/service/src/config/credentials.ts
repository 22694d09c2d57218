import { Type } from "@sinclair/typebox";
import { text } from "./setting.ts";

export const username = Type.Optional(text({ description: "User name" }));
export const password = Type.Optional(
  text({ secret: true, description: "Password; rather use passwordFile, or the environment" }),
);
export const passwordFile = Type.Optional(text({ description: "File that holds the password" }));

/** Who one is to a server. */
export const credentials = { username, password, passwordFile };
