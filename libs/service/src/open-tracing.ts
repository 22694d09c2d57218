import type { Config } from "./config/schema.ts";
import type { Logger } from "./log.ts";
import type { Tracing } from "./tracing.ts";

/**
 * Tracing as it is configured, if it is.
 * @param name of the process: the service is `presage`, or `presage-bridge`
 */
export async function openTracing(
  { tracing: { endpoint, sample } }: Config,
  name: string,
  log: Logger,
): Promise<Tracing | undefined> {
  if (endpoint === undefined) return undefined;
  // Loaded only where it is used: it would take a tenth of the time that a start takes.
  const { otlpTracing } = await import("./otlp-tracing.ts");
  return otlpTracing({ endpoint, sample }, name === "presage" ? name : `presage-${name}`, log);
}
