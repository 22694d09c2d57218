import { spawnSync } from "node:child_process";

/** What is known of the vulnerabilities of what runs in production. */
export type Audit =
  | { readonly asked: true; readonly vulnerable: readonly string[] }
  | { readonly asked: false; readonly why: string };

/** What `npm audit --json` printed. */
export function readAudit(text: string): Audit {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return { asked: false, why: "npm audit printed no JSON" };
  }
  const { vulnerabilities, message, error } = report as {
    vulnerabilities?: Record<string, { severity: string }>;
    message?: string;
    error?: { summary?: string };
  };
  if (vulnerabilities === undefined)
    return { asked: false, why: error?.summary || message || "the registry does not answer audits" };
  const vulnerable = Object.entries(vulnerabilities).map(([name, { severity }]) => `${name} (${severity})`);
  return { asked: true, vulnerable };
}

/** Asks the registry. */
export const audit = (root: string): Audit =>
  readAudit(spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: root, encoding: "utf8" }).stdout);
