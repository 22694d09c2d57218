import { SEVERITIES } from "@presage/contracts";
import { Type, type Static } from "@sinclair/typebox";
import { credentials } from "./credentials.ts";
import { choice, duration, flag, port, section, text } from "./setting.ts";
import { tls } from "./tls-schema.ts";

const ROLES = ["viewer", "engineer", "data-scientist", "admin"] as const;
const OCCASIONS = ["opened", "escalated", "data-quality"] as const;

const secretOf = (what: string) => ({
  secret: Type.Optional(
    text({ secret: true, description: `${what}; rather use secretFile, or the environment` }),
  ),
  secretFile: Type.Optional(text({ description: "File that holds the secret" })),
});

const oidc = section({
  name: text({ default: "single sign-on", maxLength: 64, description: "What people know the provider as" }),
  issuer: text({
    format: "issuer-url",
    otherwise: "required with oidc",
    description: "OpenID Connect issuer",
  }),
  clientId: text({ otherwise: "required with oidc", description: "Client id at the provider" }),
  ...secretOf("Client secret, if the client has one"),
  scopes: Type.Array(Type.String(), {
    minItems: 1,
    default: ["openid", "profile", "email"],
    description: "Scopes that are asked for",
  }),
  nameClaim: text({ default: "preferred_username", description: "Claim that is shown as the person's name" }),
  roleClaim: text({ default: "groups", description: "Claim with the person's groups or roles" }),
  roles: Type.Record(Type.String(), choice(ROLES, { description: "Role in Presage" }), {
    default: {},
    description: `By a value of that claim, the role: ${ROLES.join(", ")}; of several the greatest`,
  }),
  defaultRole: Type.Optional(
    choice(ROLES, {
      otherwise: "may not log in",
      description: "Role of who has none of these values",
    }),
  ),
});

const destination = section({
  url: Type.Optional(text({ format: "http-url", description: "Webhook: events are sent there by POST" })),
  ...secretOf(
    "Secret that signs the webhook after the Standard Webhooks specification: whsec_ and base64 of 24 to 64 bytes",
  ),
  email: Type.Optional(
    text({ format: "email", description: "Or an address to write to, through console.smtp" }),
  ),
  severities: Type.Array(choice(SEVERITIES, { description: "Severity" }), {
    minItems: 1,
    default: [...SEVERITIES],
    description: "Only these severities",
  }),
  sites: Type.Array(Type.String(), { default: [], description: "Only assets of these sites; [] for all" }),
  on: Type.Array(choice(OCCASIONS, { description: "Occasion" }), {
    minItems: 1,
    default: ["opened", "escalated"],
    description:
      "When a predicted failure opens, when it gets more severe, when a data-quality requirement is not met and when it is again",
  }),
  owners: Type.Array(Type.String(), {
    default: [],
    description: "Of data quality only requirements of these owners; [] for all",
  }),
});

/** The console: where it keeps what it knows, who may log in, and who is told of failures. */
export const ConsoleSettings = section({
  login: choice(["auto", "required", "off"], {
    default: "auto",
    description:
      "Whether people have to log in; auto: unless presage up listens on loopback only; off: never, which http.host must be loopback for",
  }),
  publicUrl: Type.Optional(
    text({
      format: "origin",
      otherwise: "as the request says",
      description: "Where people reach the console, for links in messages and behind a proxy",
    }),
  ),
  sessions: section({
    idle: duration({ default: "12h", description: "A log-in ends when nothing was done for this long" }),
    longest: duration({ default: "7d", description: "A log-in ends after this long in any case" }),
  }),
  audit: section({
    keep: duration({ default: "730d", description: "How long it is kept who did what" }),
  }),
  store: section({
    url: Type.Optional(
      text({
        format: "postgres-url",
        otherwise: "the file console.db in dataDir",
        description: "PostgreSQL database that keeps what the console knows",
      }),
    ),
    ...credentials,
    tls: section({ enabled: flag({ default: false, description: "Connect over TLS" }), ...tls }),
  }),
  oidc: Type.Optional(oidc),
  smtp: section({
    host: Type.Optional(text({ description: "Mail server that takes messages for email destinations" })),
    port: port({ minimum: 1, default: 587, description: "Its port" }),
    security: choice(["starttls", "tls", "none"], {
      default: "starttls",
      description: "How the connection is secured; without it a mail that cannot be secured is not sent",
    }),
    ...credentials,
    from: text({
      format: "email",
      default: "presage@localhost",
      description: "Address that messages come from",
    }),
  }),
  notify: Type.Array(destination, {
    default: [],
    description: "Who is told of predicted failures, by webhook or e-mail",
  }),
});

export type ConsoleSettings = Static<typeof ConsoleSettings>;
