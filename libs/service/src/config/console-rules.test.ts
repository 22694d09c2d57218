import { describe, expect, it } from "vitest";
import { isWebhookSecret } from "./console-rules.ts";
import { readConfig } from "./load.ts";
import type { Config } from "./schema.ts";

// From the Standard Webhooks specification.
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const files = (name: string): string => (name === "good" ? `${SECRET}\n` : name);

const read = (text: string, env: Record<string, string> = {}): Config =>
  readConfig(text, "presage.yaml", env, files);
const OIDC = "issuer: https://login.example, clientId: presage";

describe("the console's settings", () => {
  it("have a value for everything but the provider when nothing is written", () => {
    expect(read("").console).toEqual({
      login: "auto",
      audit: { keep: 730 * 86_400_000 },
      sessions: { idle: 43_200_000, longest: 604_800_000 },
      store: { tls: { enabled: false, rejectUnauthorized: true } },
      smtp: { port: 587, security: "starttls", from: "presage@localhost" },
      notify: [],
    });
  });

  it("take a provider, and what they do not say of it is usual", () => {
    const { oidc } = read(
      `console: { oidc: { ${OIDC}, secretFile: hush, roles: { "cn=pdm": admin } } }`,
    ).console;
    expect(oidc).toMatchObject({
      scopes: ["openid", "profile", "email"],
      roleClaim: "groups",
      secret: "hush",
      roles: { "cn=pdm": "admin" },
    });
    const env = { PRESAGE_CONSOLE_OIDC_ISSUER: "http://127.0.0.1:9", PRESAGE_CONSOLE_OIDC_CLIENT_ID: "a" };
    expect(read("", env).console.oidc).toMatchObject({ issuer: "http://127.0.0.1:9" });
  });

  it("say who is told, with secrets from files", () => {
    const { notify } = read(
      "console: { notify: [{ url: https://h/x, secretFile: good, sites: [a] }] }",
    ).console;
    expect(notify).toEqual([
      {
        url: "https://h/x",
        secret: SECRET,
        secretFile: "good",
        severities: ["low", "medium", "high", "critical"],
        sites: ["a"],
        on: ["opened", "escalated"],
        owners: [],
      },
    ]);
  });

  it("let nobody in without log-in from elsewhere", () => {
    expect(() => read("{ console: { login: off }, http: { host: 0.0.0.0 } }")).toThrow(/console\.login/);
    expect(read("console: { login: off }").console.login).toBe("off");
  });

  it.each([
    ["console: { store: { url: postgres://u:hunter2@h/d } }", /store\.url {2}must be a URL .*\*\*\*@h/],
    ["console: { store: { password: a, passwordFile: b } }", /store\.passwordFile {2}cannot be given/],
    ["console: { oidc: { clientId: a } }", /oidc\.issuer {2}is missing/],
    [
      "console: { oidc: { clientId: a, issuer: http://login.example } }",
      /issuer {2}must be a URL such as https/,
    ],
    [
      `console: { oidc: { ${OIDC}, secret: hunter2, secretFile: b } }`,
      /secretFile {2}cannot be given beside secret/,
    ],
    [`console: { oidc: { ${OIDC}, roles: { a: root } } }`, /roles\.a {2}must be one of viewer/],
    ["console: { publicUrl: https://a/b }", /publicUrl {2}must be a URL without a path/],
    ["console: { sessions: { idle: 8d } }", /idle {2}must not be longer/],
    ["console: { notify: [{}] }", /notify\[0\] {2}must have either url or email/],
    ["console: { notify: [{ email: a@b }] }", /notify\[0\]\.email {2}needs console\.smtp\.host/],
    ["console: { notify: [{ url: https://h, secret: hunter2 }] }", /notify\[0\]\.secret {2}must be whsec_/],
    ["console: { notify: [{ url: https://h, secretFile: hunter2 }] }", /secretFile {2}names a file whose/],
    [
      "console: { notify: [{ url: https://h, on: [closed] }] }",
      /on\[0\] {2}must be one of opened, escalated/,
    ],
  ])("%s is refused", (text, line) => {
    expect(() => read(text)).toThrow(line);
    expect(() => read(text)).not.toThrow(/hunter2/);
  });
});

describe("a secret of a webhook", () => {
  it("has 24 to 64 bytes after whsec_", () => {
    expect(isWebhookSecret(SECRET)).toBe(true);
    expect(isWebhookSecret(SECRET.slice(6))).toBe(false);
    expect(isWebhookSecret(`whsec_${Buffer.alloc(23).toString("base64")}`)).toBe(false);
    expect(isWebhookSecret(`whsec_${Buffer.alloc(65).toString("base64")}`)).toBe(false);
  });
});
