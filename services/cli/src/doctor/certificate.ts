import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect } from "node:tls";
import type { MqttConnection } from "@presage/service";
import type { Finding } from "./finding.ts";

const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** The certificates of a connection: the server's, and the client's if it has one. */
export async function lookAtCertificate(
  check: string,
  url: string,
  tls: MqttConnection["tls"],
  now = Date.now(),
): Promise<readonly Finding[]> {
  const { protocol, hostname, port } = new URL(url);
  const found: Finding[] = [];
  if (protocol === "mqtts:" || protocol === "wss:") {
    const until = await serverCertificate(
      hostname.replaceAll(/[[\]]/g, ""),
      Number(port) || (protocol === "wss:" ? 443 : 8883),
      tls,
    );
    if (until !== undefined) found.push(lookAtExpiry(check, `the certificate of ${hostname}`, until, now));
  }
  if (tls?.cert !== undefined) {
    const until = Date.parse(new X509Certificate(tls.cert).validTo);
    found.push(lookAtExpiry(check, "the client certificate", until, now));
  }
  return found;
}

/** How long a certificate is good for yet. */
export function lookAtExpiry(check: string, what: string, until: number, now: number): Finding {
  const days = Math.floor((until - now) / DAY_MS);
  if (days < 0) {
    const day = new Date(until).toISOString().slice(0, 10);
    return { check, level: "wrong", says: `${what} expired on ${day}`, advice: "renew it" };
  }
  return days < SOON_DAYS
    ? { check, level: "doubt", says: `${what} expires in ${days} days`, advice: "renew it" }
    : { check, level: "good", says: `${what} is good for ${days} days` };
}

function serverCertificate(
  host: string,
  port: number,
  tls: MqttConnection["tls"],
): Promise<number | undefined> {
  return new Promise((resolve) => {
    // Whether it is trusted is the connection's own matter, which was tried before.
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ ...tls, ...name, host, port, rejectUnauthorized: false }, () => {
      const until = Date.parse(socket.getPeerCertificate().valid_to);
      socket.destroy();
      resolve(Number.isNaN(until) ? undefined : until);
    });
    socket.setTimeout(5_000, () => socket.destroy());
    socket.once("error", () => resolve(undefined)).once("close", () => resolve(undefined));
  });
}
