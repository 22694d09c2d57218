import { PresageError } from "@presage/contracts";
import { type TrialResult, tryPackage } from "@presage/model";
import { loadConfig } from "@presage/service";

export interface ValidateOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Tries a model package in a process of its own and prints what was checked. Throws why it was refused. */
export async function validateModel(
  path: string,
  { config: file, json = false }: ValidateOptions,
): Promise<void> {
  const { model } = loadConfig({ env: process.env, file });
  try {
    const result = await tryPackage(path, model);
    process.stdout.write(
      json ? `${JSON.stringify({ valid: true, ...result })}\n` : passed(result, model.latencyBudget),
    );
  } catch (error) {
    if (json && error instanceof PresageError)
      process.stdout.write(`${JSON.stringify({ valid: false, code: error.code, message: error.message })}\n`);
    throw error;
  }
}

const passed = (
  { name, version, digest, inputs, weights, golden, latency }: TrialResult,
  budget: number,
): string => `
  ${name} ${version} can go live.

  files      as digested; the package is ${digest.slice(0, 16)}
  inputs     ${inputs}, all in the feature catalogue
  network    ${weights.toLocaleString("en")} weights, finite; only layers that are allowed
  golden     ${golden} risks as when it was made, to 1e-5
  outputs    probabilities and lives for whatever the inputs
  latency    ${latency.toFixed(2)} ms for 256 windows, of ${budget} ms
`;
