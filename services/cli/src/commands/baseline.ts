import { userInfo } from "node:os";
import { assetPath, PresageError } from "@presage/contracts";
import { compileTemplate, openSink } from "@presage/mqtt";
import { deviceConnection, loadConfig } from "@presage/service";
import { mqttAddress } from "../process/address.ts";

export interface ResetOptions {
  readonly config?: string;
  readonly url?: string;
  /** Who says it; by default the user's name on this machine. */
  readonly by?: string;
  readonly comment?: string;
  readonly json?: boolean;
}

/** How long the broker may take, ms. */
const PATIENCE_MS = 10_000;

/** Tells a running Presage that an asset is another machine now, so that its baseline is learned anew. */
export async function resetBaseline(asset: string, options: ResetOptions): Promise<void> {
  const { config: file, url, by = userInfo().username, comment, json = false } = options;
  const config = loadConfig({ env: process.env, ...(file !== undefined && { file }) });
  const topic = compileTemplate(`${config.mes.template}/feedback`).format({ ...assetPath(asset) });
  const address = url ?? mqttAddress(config);
  const sink = openSink({
    ...deviceConnection(config, address),
    clientId: `${config.mqtt.clientId}-baseline-${process.pid}`,
  });
  const payload = JSON.stringify({ action: "reset-baseline", by, ...(comment !== undefined && { comment }) });
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    await Promise.race([
      sink.publish({ topic, payload, qos: 1, retain: false }),
      new Promise<never>((_, reject) => {
        patience.addEventListener("abort", () =>
          reject(new PresageError("MQTT_UNREACHABLE", `${address} did not acknowledge within 10 s`)),
        );
      }),
    ]);
  } finally {
    await sink.close();
  }
  process.stdout.write(
    json
      ? `${JSON.stringify({ asset, action: "reset-baseline", by, topic })}\n`
      : `the baseline of ${asset} is learned anew from its next healthy windows\n`,
  );
}
