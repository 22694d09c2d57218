import { Type } from "@sinclair/typebox";
import { credentials } from "./credentials.ts";
import { EmbeddedMqttSettings } from "./embedded-mqtt-schema.ts";
import { section, text, whole } from "./setting.ts";
import { tls } from "./tls-schema.ts";

/** The broker of the devices. */
export const MqttSettings = section({
  embedded: EmbeddedMqttSettings,
  url: Type.Optional(
    text({
      format: "mqtt-url",
      otherwise: "the embedded broker",
      description: "MQTT broker the devices publish to",
    }),
  ),
  ...credentials,
  tls: section(tls),
  clientId: text({
    default: "presage",
    maxLength: 64,
    description: "Client id; every connection adds its own ending, so that ids stay unique and stable",
  }),
  receiveMaximum: whole({
    maximum: 65_535,
    default: 1000,
    description: "Deliveries that may wait for the log before the broker holds back more",
  }),
});
