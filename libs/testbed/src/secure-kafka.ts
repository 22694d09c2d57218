import { readFileSync } from "node:fs";
import type { CertificateAuthority } from "./certificates.ts";
import { startKafka } from "./kafka.ts";
import { freePort } from "./ports.ts";
import type { Server } from "./server.ts";

export interface KafkaSecurity {
  /** Issues the server's certificate, and whose clients' certificates are trusted. */
  readonly authority: CertificateAuthority;
  /** Password by user; each may log in by PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
  readonly users: Readonly<Record<string, string>>;
}

/** Its `port` lets everybody in as administrator; there a test says who may do what. */
export interface SecureKafka extends Server {
  /** Listener with TLS and SASL: a user is `User:name`. */
  readonly saslPort: number;
  /** Listener with mutual TLS: a user is `User:CN=name`. */
  readonly tlsPort: number;
}

const MODULES = "org.apache.kafka.common.security";

/** PEM, with line breaks as a properties file has them within a value. */
const inline = (...files: readonly string[]): string =>
  files
    .map((file) => readFileSync(file, "utf8").trim())
    .join("\n")
    .replaceAll("\n", "\\n");

/** An Apache Kafka that lets nobody do what no access-control list allows. */
export async function startSecureKafka({ authority, users }: KafkaSecurity): Promise<SecureKafka> {
  const [saslPort, tlsPort] = [await freePort(), await freePort()];
  const { cert, key } = authority.issue("kafka");
  const named = Object.entries(users);
  const plain = named.map(([name, password]) => `user_${name}="${password}"`).join(" ");
  const scram = `${MODULES}.scram.ScramLoginModule required;`;
  const server = await startKafka({
    listeners: {
      SASL: { port: saslPort, protocol: "SASL_SSL" },
      TLS: { port: tlsPort, protocol: "SSL" },
    },
    properties: {
      "ssl.keystore.type": "PEM",
      "ssl.keystore.certificate.chain": inline(cert, authority.ca),
      "ssl.keystore.key": inline(key),
      "ssl.truststore.type": "PEM",
      "ssl.truststore.certificates": inline(authority.ca),
      "listener.name.tls.ssl.client.auth": "required",
      "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
      "listener.name.sasl.plain.sasl.jaas.config": `${MODULES}.plain.PlainLoginModule required ${plain};`,
      "listener.name.sasl.scram-sha-256.sasl.jaas.config": scram,
      "listener.name.sasl.scram-sha-512.sasl.jaas.config": scram,
      "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      "super.users": "User:ANONYMOUS",
    },
    format: named.flatMap(([name, password]) =>
      ["SCRAM-SHA-256", "SCRAM-SHA-512"].map(
        (mechanism) => `--add-scram=${mechanism}=[name=${name},password=${password}]`,
      ),
    ),
  });
  // Not a copy: `pid` and the rest are those of the moment.
  return Object.assign(Object.create(server) as Server, { saslPort, tlsPort });
}
