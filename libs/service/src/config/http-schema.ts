import { Type } from "@sinclair/typebox";
import { port, section, text } from "./setting.ts";

/** Where the console, health and metrics are served. */
export const HttpSettings = section({
  host: text({
    default: "127.0.0.1",
    description:
      "Address for HTTP; beyond loopback the console wants a log-in, and what has none serves health and metrics only",
  }),
  port: port({ default: 8080, description: "Port for HTTP; 0 takes a free one" }),
  tls: section({
    cert: Type.Optional(
      text({
        otherwise: "plain HTTP",
        description:
          "PEM file of the server's certificate, with those between it and the authority; read again when it changes",
      }),
    ),
    key: Type.Optional(text({ description: "PEM file of the certificate's private key" })),
  }),
});
