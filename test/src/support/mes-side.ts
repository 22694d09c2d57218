import { startBridge } from "@presage/bridge";
import { startPublisher } from "@presage/publisher";
import { createHealth, createLogger, createMetrics, loadConfig, startHttp } from "@presage/service";
import type { Broker } from "@presage/stream";

/** The bridge and the publisher in this process, on a log and an MQTT broker: all that the MES has to do with. */
export interface MesSide {
  close(): Promise<void>;
}

export async function startMesSide(
  broker: Broker,
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<MesSide> {
  const config = loadConfig({
    env: { PRESAGE_MQTT_URL: url, PRESAGE_HTTP_PORT: "0", PRESAGE_LOG_LEVEL: "error", ...env },
  });
  const log = createLogger(config.log, "mes");
  const [health, metrics] = [createHealth(), createMetrics()];
  const http = await startHttp({ ...config.http, health, metrics, log });
  const context = { config, log, metrics, health, http };
  const bridge = startBridge(context, broker, url);
  const publisher = await startPublisher(context, broker, url);
  return {
    async close() {
      await publisher.close();
      await bridge.close();
      await http.close();
    },
  };
}
