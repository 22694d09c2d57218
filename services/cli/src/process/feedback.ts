import { userInfo } from "node:os";
import { assetPath, type Feedback, PresageError } from "@presage/contracts";
import { OWN_FEEDBACK } from "@presage/mes";
import { compileTemplate, openSink } from "@presage/mqtt";
import { deviceConnection, loadConfig } from "@presage/service";
import { mqttAddress } from "./address.ts";

export interface FeedbackOptions {
  readonly config?: string;
  readonly url?: string;
  /** Who says it; by default the user's name on this machine. */
  readonly by?: string;
  readonly comment?: string;
  readonly json?: boolean;
}

/** How long the broker may take, ms. */
const PATIENCE_MS = 10_000;

/**
 * Says something of an asset to a running Presage, and prints `done`, or what was said as JSON. Throws
 * `MQTT_UNREACHABLE` if the broker does not acknowledge it within 10 s.
 */
export async function say(
  asset: string,
  said: Omit<Feedback, "at" | "by" | "comment">,
  done: string,
  options: FeedbackOptions,
): Promise<void> {
  const { config: file, url, by = userInfo().username, comment, json = false } = options;
  const config = loadConfig({ env: process.env, file });
  const topic = compileTemplate(OWN_FEEDBACK).format({ ...assetPath(asset) });
  const address = url ?? mqttAddress(config);
  const sink = openSink({
    ...deviceConnection(config, address),
    clientId: `${config.mqtt.clientId}-feedback-${process.pid}`,
  });
  const payload = { ...said, by, ...(comment !== undefined && { comment }) };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    await Promise.race([
      sink.publish({ topic, payload: JSON.stringify(payload), qos: 1, retain: false }),
      new Promise<never>((_, reject) => {
        patience.addEventListener("abort", () =>
          reject(new PresageError("MQTT_UNREACHABLE", `${address} did not acknowledge within 10 s`)),
        );
      }),
    ]);
  } finally {
    await sink.close();
  }
  process.stdout.write(json ? `${JSON.stringify({ asset, ...said, by, topic })}\n` : `${done}\n`);
}
