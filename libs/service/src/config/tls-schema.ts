import { Type } from "@sinclair/typebox";
import { flag, text } from "./setting.ts";

/** How to reach a server over TLS. */
export const tls = {
  ca: Type.Optional(
    text({ otherwise: "those of Node.js", description: "PEM file of the certificate authorities to trust" }),
  ),
  cert: Type.Optional(text({ description: "PEM file of the client certificate, for mutual TLS" })),
  key: Type.Optional(text({ description: "PEM file of the client certificate's private key" })),
  rejectUnauthorized: flag({
    default: true,
    description: "Refuse a server whose certificate cannot be verified",
  }),
};
