import type { Mistake } from "./mistake.ts";
import { isMap, type Path, valueAt } from "./path.ts";

/** Ways to log in to NATS, of which there can be one. */
const WAYS_IN = [["username"], ["token", "tokenFile"], ["nkeyFile"], ["credentialsFile"]] as const;

const TLS: readonly Path[] = [
  ["broker", "kafka", "tls"],
  ["mqtt", "tls"],
  ["mqtt", "embedded", "tls"],
  ["mes", "tls"],
  ["nats", "tls"],
  ["http", "tls"],
  ["console", "store", "tls"],
];

/** What must hold between settings of how to log in, and of TLS. */
export function* connectionMistakes(settled: unknown, sound: (path: Path) => boolean): Iterable<Mistake> {
  const isGiven = (path: Path): boolean => valueAt(settled, path) !== undefined;
  const ways = WAYS_IN.flatMap((names) => names.find((name) => isGiven(["nats", name])) ?? []);
  if (sound(["nats"]) && ways.length > 1)
    yield { path: ["nats", ways[1] ?? ""], message: `cannot be given beside ${ways[0] ?? ""}` };
  for (const path of TLS) {
    if (!sound(path) || !isMap(valueAt(settled, path))) continue;
    for (const [one, other] of [
      ["cert", "key"],
      ["key", "cert"],
    ] as const)
      if (isGiven([...path, one]) && !isGiven([...path, other]))
        yield { path: [...path, one], message: `needs ${other}` };
  }
}
