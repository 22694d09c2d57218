import { randomUUID } from "node:crypto";
import { createAccount, createOperator, createUser, type KeyPair } from "@nats-io/nkeys";

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT as NATS has them, signed by an nkey. Source: NATS, JWT guide (`alg` ed25519-nkey, claims version 2). */
function token(issuer: KeyPair, subject: KeyPair, name: string, nats: object): string {
  const claims = {
    jti: randomUUID(),
    iat: Math.floor(Date.now() / 1e3),
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name,
    nats: { ...nats, version: 2 },
  };
  const signed = `${base64url({ typ: "JWT", alg: "ed25519-nkey" })}.${base64url(claims)}`;
  return `${signed}.${Buffer.from(issuer.sign(Buffer.from(signed))).toString("base64url")}`;
}

const ANY = -1;
/** Of what an account may have; that of the system has no JetStream. */
const LIMITS = {
  subs: ANY,
  data: ANY,
  payload: ANY,
  imports: ANY,
  exports: ANY,
  wildcards: true,
  conn: ANY,
  leaf: ANY,
};
const JETSTREAM = { mem_storage: ANY, disk_storage: ANY, streams: ANY, consumer: ANY };

/** A server that trusts one operator, and the credentials file of a user of its. */
export function operated(): { readonly config: readonly string[]; readonly credentials: string } {
  const [operator, system, account, user] = [
    createOperator(),
    createAccount(),
    createAccount(),
    createUser(),
  ];
  const of = (who: KeyPair, name: string, limits: object): string =>
    `${who.getPublicKey()}: ${token(operator, who, name, { type: "account", limits })}`;
  const jwt = token(account, user, "presage", {
    type: "user",
    pub: {},
    sub: {},
    subs: ANY,
    data: ANY,
    payload: ANY,
  });
  return {
    config: [
      `operator: ${token(operator, operator, "test", { type: "operator" })}`,
      `system_account: ${system.getPublicKey()}`,
      "resolver: MEMORY",
      `resolver_preload: { ${of(system, "system", LIMITS)}, ${of(account, "presage", { ...LIMITS, ...JETSTREAM })} }`,
    ],
    credentials: [
      "-----BEGIN NATS USER JWT-----",
      jwt,
      "------END NATS USER JWT------",
      "-----BEGIN USER NKEY SEED-----",
      new TextDecoder().decode(user.getSeed()),
      "------END USER NKEY SEED------",
      "",
    ].join("\n"),
  };
}
