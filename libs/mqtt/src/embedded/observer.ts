/** Why a client was sent away. */
export type Refusal =
  /** There are as many connections as there may be, in all or from this address. */
  | "connections"
  /** No TLS, or no certificate that is accepted. */
  | "tls"
  /** No CONNECT in time. */
  | "silent"
  /** Unknown user or wrong password. */
  | "login"
  /** Attempts to log in as this user from this address come faster than they are looked at. */
  | "attempts"
  /** The session of this client id is another user's. */
  | "client-id"
  /** A packet above the limit. */
  | "packet-size"
  /** A message on a topic that the user may not publish to. */
  | "publish"
  /** A subscription, which alone is refused, that the user may not have or that is one too many. */
  | "subscribe";

export interface RefusedClient {
  readonly reason: Refusal;
  readonly address: string;
  readonly username?: string;
  /** The topic or filter, where it is about one. */
  readonly topic?: string;
}

/** Told what the embedded broker does with its clients. */
export interface EmbeddedBrokerObserver {
  /** So many connections are open now. */
  connections?(count: number): void;
  refused?(client: RefusedClient): void;
  /** A client sent faster than it may: its socket is not read for so long. */
  held?(milliseconds: number): void;
  /** Not kept: a message for a session that is full, or one that should have been retained. */
  dropped?(what: "queued" | "retained"): void;
}
