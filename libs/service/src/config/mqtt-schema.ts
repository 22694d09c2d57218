import { Type } from "@sinclair/typebox";
import { credentials } from "./credentials.ts";
import { flag, port, section, text, whole } from "./setting.ts";
import { tls } from "./tls-schema.ts";

/** The broker of the devices. */
export const MqttSettings = section({
  embedded: section({
    enabled: flag({
      default: true,
      description: "Start an MQTT broker in this process; not if mqtt.url is set",
    }),
    host: text({
      default: "127.0.0.1",
      alias: "PRESAGE_MQTT_HOST",
      description:
        "Address the embedded broker listens on; beyond loopback only with mqtt.username and a password",
    }),
    port: port({
      default: 1883,
      alias: "PRESAGE_MQTT_PORT",
      description: "Port of the embedded broker; 0 takes a free one",
    }),
  }),
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
