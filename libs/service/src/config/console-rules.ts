import { isLoopback } from "../loopback.ts";
import type { Mistake } from "./mistake.ts";
import { isMap, listAt, type Path } from "./path.ts";
import type { Settings } from "./schema.ts";

type Destination = Settings["console"]["notify"][number];

export const NOTIFY: Path = ["console", "notify"];

/**
 * What must hold between settings of the console.
 * @param sound whether what is at a path fits the schema
 */
export function consoleMistakes(config: Settings, sound: (path: Path) => boolean): readonly Mistake[] {
  const found: Mistake[] = [];
  if (sound(["console", "login"]) && sound(["http", "host"]))
    if (config.console.login === "off" && !isLoopback(config.http.host))
      found.push({
        path: ["console", "login"],
        message: "cannot be off unless http.host is a loopback address",
      });
  if (sound(["console", "sessions"])) {
    const { idle, longest } = config.console.sessions;
    if (idle > longest)
      found.push({
        path: ["console", "sessions", "idle"],
        message: "must not be longer than console.sessions.longest",
      });
  }
  const canMail = sound(["console", "smtp"]) && config.console.smtp.host !== undefined;
  for (const [i, item] of listAt(config, NOTIFY).entries()) {
    const path = [...NOTIFY, i];
    if (sound(path) && isMap(item))
      found.push(...destinationMistakes(path, item as unknown as Destination, canMail));
  }
  return found;
}

function* destinationMistakes(path: Path, item: Destination, canMail: boolean): Iterable<Mistake> {
  const { url, email, secret, secretFile } = item;
  if ((url === undefined) === (email === undefined)) yield { path, message: "must have either url or email" };
  if (email !== undefined && !canMail) yield { path: [...path, "email"], message: "needs console.smtp.host" };
  if (url === undefined && (secret ?? secretFile) !== undefined)
    yield { path: [...path, secret === undefined ? "secretFile" : "secret"], message: "belongs to a url" };
  if (secret !== undefined && !isWebhookSecret(secret))
    yield { path: [...path, "secret"], message: WRONG_SECRET };
}

/** Whether a text is a secret as the Standard Webhooks specification has them. */
export function isWebhookSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const { length } = Buffer.from(text.slice("whsec_".length), "base64");
  return length >= 24 && length <= 64;
}

export const WRONG_SECRET = "must be whsec_ followed by 24 to 64 bytes in base64";
