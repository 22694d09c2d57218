import { Type } from "@sinclair/typebox";
import { credentials } from "./credentials.ts";
import { flag, section, text } from "./setting.ts";
import { tls } from "./tls-schema.ts";

/** What the MES is told, and where. */
export const MesSettings = section({
  url: Type.Optional(
    text({
      format: "mqtt-url",
      otherwise: "the same as mqtt",
      description: "MQTT broker the MES listens to; user, password and TLS below go with it",
    }),
  ),
  ...credentials,
  tls: section(tls),
  template: text({
    format: "asset-template",
    default: "mes/{site}/{area}/{line}/{asset}",
    description: "Topic of an asset, above predicted-failure and risk; must tell all assets apart",
  }),
  groupTemplate: text({
    format: "line-template",
    default: "mes/{site}/{area}/{line}",
    description: "Topic of a line, above predicted-failure-group; must tell all lines apart",
  }),
  statusTopic: text({
    format: "topic",
    default: "mes/pdm-status",
    description: "Retained topic that says whether Presage is alive; also its last will",
  }),
  publishRisk: flag({ default: true, description: "Publish the latest risk of every asset as well" }),
});
