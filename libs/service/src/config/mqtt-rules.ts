import { isLoopback } from "../loopback.ts";
import type { Mistake } from "./mistake.ts";
import { isMap, listAt, type Path } from "./path.ts";
import type { Settings } from "./schema.ts";

type Mqtt = Settings["mqtt"];
type User = Mqtt["embedded"]["users"][number];

/** Users of the embedded broker. */
export const USERS: Path = ["mqtt", "embedded", "users"];

/**
 * What must hold between settings of the devices' broker.
 * @param sound whether what is at a path fits the schema
 */
export function mqttMistakes({ mqtt }: Settings, sound: (path: Path) => boolean): readonly Mistake[] {
  const found: Mistake[] = [];
  const rule = (path: Path, broken: () => boolean, message: string): void => {
    if (sound(path.slice(0, -1)) && broken()) found.push({ path, message });
  };
  rule(
    ["mqtt", "url"],
    () => mqtt.url === undefined && !mqtt.embedded.enabled,
    "must be given when mqtt.embedded.enabled is false",
  );
  rule(
    ["mqtt", "embedded", "host"],
    () => isServing(mqtt) && !isLoopback(mqtt.embedded.host) && !hasPassword(mqtt),
    "must be a loopback address, unless devices have to give mqtt.username and a password",
  );
  for (const key of ["users", "tls"] as const)
    rule(
      ["mqtt", "embedded", key],
      () => isServing(mqtt) && isUsed(mqtt.embedded[key]) && !hasPassword(mqtt),
      "needs mqtt.username and a password, by which Presage itself comes in",
    );
  const names = new Map<unknown, number>(sound(["mqtt", "username"]) ? [[mqtt.username, -1]] : []);
  for (const [i, item] of listAt({ mqtt }, USERS).entries()) {
    if (!sound([...USERS, i]) || !isMap(item)) continue;
    const user = item as unknown as User;
    const path = [...USERS, i, "username"];
    const first = names.get(user.username);
    if (first === -1) found.push({ path, message: "is mqtt.username, which is Presage's own" });
    else if (first !== undefined)
      found.push({ path, other: [...USERS, first, "username"], message: "is also the name of another user" });
    names.set(user.username, i);
    if (!hasPassword(user) && mqtt.embedded.tls?.ca === undefined)
      found.push({ path: [...USERS, i], message: "must have a password, or mqtt.embedded.tls a ca" });
  }
  return found;
}

const isServing = ({ url, embedded }: Mqtt): boolean => url === undefined && embedded.enabled;

const isUsed = (setting: object | undefined): boolean =>
  Array.isArray(setting) ? setting.length > 0 : setting !== undefined;

const hasPassword = ({ username, password, passwordFile }: Partial<Mqtt>): boolean =>
  username !== undefined && (password ?? passwordFile) !== undefined;
