import { readFile } from "node:fs/promises";
import { X509Certificate } from "node:crypto";
import { get as getPlain } from "node:http";
import { get as getSecure } from "node:https";
import type { Config } from "@presage/service";
import { lookAtExpiry } from "./certificate.ts";
import { lookAtCounters } from "./counters.ts";
import type { Finding } from "./finding.ts";

const check = "running";
const PATIENCE_MS = 3_000;

/** A Presage that runs with this configuration, if one does: what it lacks and has counted, and how long its certificate is good for. */
export async function lookAtRunning(
  { http }: Pick<Config, "http">,
  now = Date.now(),
): Promise<readonly Finding[]> {
  const { cert } = http.tls;
  const host = http.host === "0.0.0.0" || http.host === "::" ? "127.0.0.1" : http.host;
  const scheme = cert === undefined ? "http" : "https";
  const found = await lookAtProcess(`${scheme}://${host.includes(":") ? `[${host}]` : host}:${http.port}`);
  if (cert === undefined) return found;
  const until = Date.parse(new X509Certificate(await readFile(cert)).validTo);
  return [...found, lookAtExpiry(check, `the certificate ${cert}`, until, now)];
}

async function lookAtProcess(url: string): Promise<readonly Finding[]> {
  let reasons: readonly [string, string][];
  let metrics: string;
  try {
    const ready = JSON.parse(await fetchText(`${url}/readyz`)) as {
      failing: Readonly<Record<string, string>>;
    };
    reasons = Object.entries(ready.failing);
    metrics = await fetchText(`${url}/metrics`);
  } catch (error) {
    if ((error as { code?: unknown }).code === "ECONNREFUSED")
      return [{ check, level: "unknown", says: `no Presage answers at ${url}` }];
    return [
      {
        check,
        level: "wrong",
        says: `what listens at ${url} does not answer as Presage does`,
        advice: "stop what has taken the port, or set http.port; if it is Presage, it hangs: look at its log",
      },
    ];
  }
  const ready: readonly Finding[] =
    reasons.length === 0
      ? [{ check, level: "good", says: `Presage is ready at ${url}` }]
      : reasons.map(([part, why]) => ({ check, level: "wrong", says: `${part}: ${why}` }));
  return [...ready, ...lookAtCounters(metrics)];
}

/** Whoever the certificate is for: nothing is told to the other side, and this machine asks itself. */
function fetchText(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { rejectUnauthorized: false, signal: AbortSignal.timeout(PATIENCE_MS) };
    const get = url.startsWith("https:") ? getSecure : getPlain;
    const request = get(url, options, (response) => {
      let text = "";
      response
        .setEncoding("utf8")
        .on("data", (part: string) => void (text += part))
        .on("end", () => resolve(text))
        .on("error", reject);
    });
    request.on("error", reject);
  });
}
