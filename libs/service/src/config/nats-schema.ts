import { Type } from "@sinclair/typebox";
import { credentials } from "./credentials.ts";
import { section, text } from "./setting.ts";
import { tls } from "./tls-schema.ts";

/** Where models are registered for all processes. */
export const NatsSettings = section({
  url: Type.Optional(
    text({
      format: "nats-url",
      description:
        "NATS server with JetStream; with it the model registry is there instead of in a folder; tls:// insists on TLS",
    }),
  ),
  ...credentials,
  token: Type.Optional(
    text({ secret: true, description: "Or a token; rather use tokenFile, or the environment" }),
  ),
  tokenFile: Type.Optional(text({ description: "File that holds the token" })),
  nkeyFile: Type.Optional(text({ description: "Or a file that holds the seed of an nkey" })),
  credentialsFile: Type.Optional(
    text({ description: "Or a credentials file (.creds: a JWT and the seed of its nkey)" }),
  ),
  tls: section(tls),
});
