import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { filterCovers, topicFits } from "../topic-filter.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Somebody who may do some things. In filters `{username}` and `{clientId}` stand for the client's own. */
export interface BrokerUser {
  readonly username: string;
  /** Without one only a client certificate with this common name will do. */
  readonly password?: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** What a client says of itself. */
export interface Claim {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
  /** Common name of the client certificate, if one was accepted. */
  readonly certificate: string | undefined;
}

/** What a client that was let in may do. */
export interface Access {
  readonly username: string;
  /** Presage itself, which may do all and is not slowed down. */
  readonly own: boolean;
  mayPublish(topic: string): boolean;
  /** Whether it may have all that the filter stands for. */
  maySubscribe(filter: string): boolean;
}

const digest = (text: string | Buffer): Buffer => createHash("sha256").update(text).digest();

const unlimited = (username: string, own: boolean): Access => ({
  username,
  own,
  mayPublish: () => true,
  maySubscribe: () => true,
});

interface Known {
  readonly password: Buffer | undefined;
  access(clientId: string): Access;
}

/** Who may come in, and what for. Without any credentials everybody may do everything. */
export class Users {
  readonly #known = new Map<string, Known>();
  /** What the password of nobody is compared with, so that how long it takes does not tell who is known. */
  readonly #nobody = randomBytes(32);

  constructor(own: Credentials | undefined, users: readonly BrokerUser[]) {
    for (const user of users)
      this.#known.set(user.username, {
        password: user.password === undefined ? undefined : digest(user.password),
        access: (clientId) => accessOf(user, clientId),
      });
    if (own !== undefined)
      this.#known.set(own.username, {
        password: digest(own.password),
        access: () => unlimited(own.username, true),
      });
  }

  has(username: string | undefined): boolean {
    return username !== undefined && this.#known.has(username);
  }

  /** What the client may do, or undefined if it is not let in. */
  admit({ clientId, username, password, certificate }: Claim): Access | undefined {
    if (this.#known.size === 0) return unlimited("", false);
    const known = this.#known.get(username ?? certificate ?? "");
    const right = timingSafeEqual(digest(password ?? ""), known?.password ?? this.#nobody);
    if (known === undefined) return undefined;
    const certified = certificate !== undefined && (username ?? certificate) === certificate;
    if (!(known.password === undefined ? certified : right)) return undefined;
    return known.access(clientId);
  }
}

function accessOf({ username, publish, subscribe }: BrokerUser, clientId: string): Access {
  const own = (filters: readonly string[]): readonly string[] =>
    filters.flatMap((filter) => fill(filter, { username, clientId }) ?? []);
  const [topics, filters] = [own(publish), own(subscribe)];
  return {
    username,
    own: false,
    mayPublish: (topic) => topics.some((filter) => topicFits(filter, topic)),
    maySubscribe: (narrow) => filters.some((wide) => filterCovers(wide, narrow)),
  };
}

/** The filter with its placeholders filled in; undefined if a value is more, or less, than one level of a topic. */
function fill(filter: string, values: Readonly<Record<string, string>>): string | undefined {
  let sound = true;
  const filled = filter.replaceAll(/\{(username|clientId)\}/g, (_, name: string) => {
    const value = values[name] ?? "";
    sound &&= value !== "" && !/[/+#\0]/.test(value);
    return value;
  });
  return sound ? filled : undefined;
}
