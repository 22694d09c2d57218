import { PresageError } from "@presage/contracts";
import type { ServiceContext } from "@presage/service";

/** Other processes must reach it too, so the embedded MQTT broker will not do. */
export function mqttUrl({ config }: ServiceContext): string {
  if (config.mqtt.url !== undefined) return config.mqtt.url;
  throw new PresageError(
    "CONFIG_INVALID",
    "mqtt.url (PRESAGE_MQTT_URL) must be set for a service of its own",
  );
}
