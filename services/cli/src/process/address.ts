import type { Config } from "@presage/service";

/** Where a Presage with this configuration listens to devices. */
export function mqttAddress({ mqtt }: Config): string {
  const { host, port } = mqtt.embedded;
  return mqtt.url ?? `mqtt://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
