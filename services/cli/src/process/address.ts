import type { Config } from "@presage/service";

/** Where a Presage with this configuration listens to devices. */
export function mqttAddress({ mqtt }: Config): string {
  const { host, port, tls } = mqtt.embedded;
  return (
    mqtt.url ?? `${tls === undefined ? "mqtt" : "mqtts"}://${host.includes(":") ? `[${host}]` : host}:${port}`
  );
}
