import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { once } from "node:events";
import { PresageError } from "@presage/contracts";
import type { Backend } from "./backend.ts";
import { refused } from "./refused.ts";

/** What a trial asks of a package. */
export interface TrialSettings {
  readonly backend: Backend;
  /** How long the scoring of 256 windows may take, ms. */
  readonly latencyBudget: number;
  /** How long the whole trial may take, ms. */
  readonly timeout?: number;
}

/** A package that passed. */
export interface TrialResult {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly inputs: number;
  readonly weights: number;
  readonly golden: number;
  /** How long the scoring of 256 windows takes, ms; the median of some. */
  readonly latency: number;
}

/** From the trial's process: the result, or why the package was refused. */
export type TrialAnswer =
  { readonly passed: TrialResult } | { readonly code: PresageError["code"]; readonly message: string };

const TIMEOUT_MS = 30_000;

/** Compiled, wherever this file is run from: it is a process of its own. */
const PROCESS = createRequire(import.meta.url).resolve("@presage/model/trial-process");

/**
 * Reads a package (a folder or a .tar.gz), opens it and scores with it, in a process of its own: whatever it does there, to the
 * memory or without end, the caller goes on. Throws the `MODEL_…` code for which it was refused, `FILE_UNREADABLE` if there is no package, and `CONFIG_INVALID` if the
 * backend is not there. Takes about a second.
 */
export async function tryPackage(path: string, settings: TrialSettings): Promise<TrialResult> {
  const { backend, latencyBudget, timeout = TIMEOUT_MS } = settings;
  const child = fork(PROCESS, [path, backend, String(latencyBudget)], {
    execArgv: [],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    killSignal: "SIGKILL",
    timeout,
  });
  const answers: TrialAnswer[] = [];
  child.on("message", (answer) => answers.push(answer as TrialAnswer));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  const [answer] = answers;
  if (answer === undefined && signal === "SIGKILL")
    throw refused(
      "MODEL_TOO_SLOW",
      `the model did not come to an end within ${timeout / 1e3} s; look for a cycle in the network, or make it smaller`,
    );
  if (answer === undefined)
    throw refused(
      "MODEL_TOO_LARGE",
      `the trial of the model broke down (${signal ?? code}), as when memory runs out; make it smaller`,
    );
  if ("passed" in answer) return answer.passed;
  throw new PresageError(answer.code, answer.message);
}
