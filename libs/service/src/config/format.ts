import { isName } from "@presage/contracts";
import { isLoopback } from "../loopback.ts";

interface Format {
  /** Completes the sentence "must be …". */
  readonly expects: string;
  test(value: string): boolean;
}

const NAME = "letters, digits, blanks and . _ : - (at most 64 characters, the first a letter or digit)";
const LEVELS = ["site", "area", "line", "asset", "sensor"];

/** Whether a topic template has each of the required placeholders, no unknown one, none twice and no wildcard. */
function isTemplate(template: string, required: readonly string[]): boolean {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
  const literal = template.replaceAll(/\{[^{}]*\}/g, "");
  return (
    !/[{}+#\0]/.test(literal) &&
    names.every((name) => LEVELS.includes(name)) &&
    new Set(names).size === names.length &&
    required.every((name) => names.includes(name))
  );
}

/** Whether a text is a URL with one of these protocols and a host, but no user, password or fragment. */
function isUrl(value: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, hash } = new URL(value);
  return protocols.includes(protocol) && hostname !== "" && username + password + hash === "";
}

/** Encrypted, or on this machine. */
const isIssuer = (value: string): boolean =>
  isUrl(value, ["https:"]) ||
  (isUrl(value, ["http:"]) && isLoopback(new URL(value).hostname.replaceAll(/[[\]]/g, "")));

/** Wildcards are whole levels, `#` the last one. */
function isUserFilter(filter: string): boolean {
  const levels = filter.replaceAll(/\{(username|clientId)\}/g, "x").split("/");
  return levels.every((level, i) =>
    level === "#" ? i === levels.length - 1 : level === "+" || !/[{}+#\0]/.test(level),
  );
}

/** Formats of text settings, by the name that the schema gives them. */
export const FORMATS = {
  name: { expects: `a name of ${NAME}`, test: isName },
  glob: {
    expects: "letters, digits, blanks and . _ : -, and * for any of them",
    test: (value) => /^[\p{L}\p{N} ._:*-]{1,64}$/u.test(value),
  },
  "asset-path": {
    expects: `site/area/line/asset, each + for any or of ${NAME}`,
    test: (value) => value.split("/").length === 4 && value.split("/").every((l) => l === "+" || isName(l)),
  },
  "mqtt-url": {
    expects:
      "a URL such as mqtt://host:1883 or mqtts://host:8883 (user and password have settings of their own)",
    test: (value) => isUrl(value, ["mqtt:", "mqtts:", "ws:", "wss:"]),
  },
  "nats-url": {
    expects:
      "a URL such as tls://host:4222 or nats://host:4222 (user and password have settings of their own)",
    test: (value) => isUrl(value, ["nats:", "tls:"]),
  },
  "postgres-url": {
    expects: "a URL such as postgres://host/database (user, password and TLS have settings of their own)",
    test: (value) =>
      isUrl(value, ["postgres:", "postgresql:"]) &&
      [...new URL(value).searchParams.keys()].every((key) => !/^(ssl|user$|password$)/.test(key)),
  },
  "http-url": {
    expects: "a URL such as https://host/path, without user and password",
    test: (value) => isUrl(value, ["https:", "http:"]),
  },
  "issuer-url": {
    expects: "a URL such as https://login.example; http only on this machine",
    test: isIssuer,
  },
  origin: {
    expects: "a URL without a path, such as https://presage.example",
    test: (value) => isUrl(value, ["https:", "http:"]) && new URL(value).origin === value,
  },
  email: { expects: "an e-mail address", test: (value) => /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(value) },
  "host-port": {
    expects: "host:port, such as 127.0.0.1:9092",
    test: (value) => /^(\[[\da-f:.]+\]|[^\s:/]+):\d{1,5}$/i.test(value),
  },
  topic: { expects: "a topic without + and #", test: (value) => /^[^+#\0]+$/.test(value) },
  "user-filter": {
    expects: "a topic filter, in which {username} and {clientId} stand for a level or a part of one",
    test: isUserFilter,
  },
  "topic-prefix": {
    expects: "letters, digits and . _ -",
    test: (value) => /^[\w.-]*$/.test(value),
  },
  "source-template": {
    expects: "a topic with {asset} and {sensor}, and if need be {site}, {area} and {line}, each once",
    test: (value) => isTemplate(value, []),
  },
  "asset-template": {
    expects: "a topic with {asset}, and if need be {site}, {area} and {line}, each once",
    test: (value) => isTemplate(value, ["asset"]) && !value.includes("{sensor}"),
  },
  "sparkplug-id": { expects: "an id without + # and /", test: (value) => /^[^+#/\0]+$/.test(value) },
  "sparkplug-device": {
    expects: "an id with {asset}, and if need be {site}, {area} and {line}, each once; without + # and /",
    test: (value) => isTemplate(value, ["asset"]) && !/\/|\{sensor\}/.test(value),
  },
  "sparkplug-asset": {
    expects: `site/area/line/asset, each of ${NAME}, or with {group}, {edge} or {device} in it`,
    test: (value) =>
      value.split("/").length === 4 &&
      value.split("/").every((level) => isName(level.replaceAll(/\{(group|edge|device)\}/g, "x"))),
  },
  "line-template": {
    expects: "a topic with {line}, and if need be {site} and {area}, each once",
    test: (value) => isTemplate(value, ["line"]) && !/\{(asset|sensor)\}/.test(value),
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
