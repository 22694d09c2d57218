import { SEVERITIES } from "@presage/contracts";
import { Type } from "@sinclair/typebox";
import { credentials } from "./credentials.ts";
import { choice, flag, section, text } from "./setting.ts";
import { SparkplugEdge } from "./sparkplug-schema.ts";
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
  profile: text({
    default: "plain",
    description:
      "How the MES is told and answers: plain, omnimes, isa95-uns, sparkplug, or the path of a profile of your own",
  }),
  template: Type.Optional(
    text({
      format: "asset-template",
      otherwise: "as mes.profile says",
      description: "Topic of an asset, above predicted-failure and risk; must tell all assets apart",
    }),
  ),
  groupTemplate: Type.Optional(
    text({
      format: "line-template",
      otherwise: "as mes.profile says",
      description: "Topic of a line, above predicted-failure-group; must tell all lines apart",
    }),
  ),
  statusTopic: Type.Optional(
    text({
      format: "topic",
      otherwise: "as mes.profile says",
      description: "Retained topic that says whether Presage is alive; also its last will",
    }),
  ),
  shared: Type.Optional(
    text({
      format: "name",
      description: "Group of a shared subscription to feedback: bridges with the same group divide it",
    }),
  ),
  workRequests: choice(["off", ...SEVERITIES], {
    default: "off",
    description: "Ask the MES for maintenance (work-request) of a failure from this severity on",
  }),
  sparkplug: SparkplugEdge,
  publishRisk: flag({ default: true, description: "Publish the latest risk of every asset as well" }),
});
