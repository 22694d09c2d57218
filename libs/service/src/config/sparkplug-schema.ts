import { Type } from "@sinclair/typebox";
import { duration, flag, number, section, text } from "./setting.ts";

const rate = Type.Optional(
  number({
    exclusiveMinimum: 0,
    maximum: 10_000_000,
    otherwise: "the metric's property",
    description: "Sampling rate of arrays and data sets, Hz",
  }),
);
const unit = Type.Optional(
  text({ otherwise: "the metric's property", description: "Unit of the values, UCUM" }),
);

/** A source with the decoder `sparkplug`: which edge nodes, and what their metrics mean. */
export const SparkplugSource = section({
  hostId: text({
    format: "sparkplug-id",
    default: "presage",
    description: "Id of the host application; no other in the plant may have it",
  }),
  groups: Type.Array(text({ format: "sparkplug-id", description: "Id of a group" }), {
    default: [],
    description: "Groups of edge nodes to listen to; none: all",
  }),
  asset: text({
    format: "sparkplug-asset",
    default: "{group}/area/{edge}/{device}",
    description:
      "site/area/line/asset of a device, of names and {group}, {edge} and {device}; an edge node's own metrics have its id as {device}",
  }),
  rate,
  unit,
  metrics: Type.Array(
    section({
      name: text({ description: "Name of a metric, as in the birth; * stands for anything" }),
      sensor: Type.Optional(
        text({
          format: "name",
          otherwise: "the metric's name, / as .",
          description: "Sensor that the metric is",
        }),
      ),
      rate,
      unit,
    }),
    { default: [], description: "Metrics to take; none: all that are numbers. The first that fits holds" },
  ),
  reorder: duration({
    default: "2s",
    description: "How long a message may be missing before the edge node is asked for its births",
  }),
  rebirth: duration({
    default: "10s",
    description: "An edge node is not asked for its births more often than this",
  }),
});

/** The MES is told over Sparkplug B as well: Presage is an edge node, its assets are the devices. */
export const SparkplugEdge = section({
  enabled: Type.Optional(
    flag({
      otherwise: "as mes.profile says",
      description: "Publish every asset's current state over Sparkplug B as well, whatever the profile is",
    }),
  ),
  group: text({ format: "sparkplug-id", default: "presage", description: "Id of the group" }),
  edgeNode: text({
    format: "sparkplug-id",
    default: "presage",
    description: "Id of the edge node; with several partitions of the log there is one for each, -0, -1, …",
  }),
  device: text({
    format: "sparkplug-device",
    default: "{site}:{area}:{line}:{asset}",
    description: "Id of an asset's device; must tell all assets apart",
  }),
  primaryHost: Type.Optional(
    text({
      format: "sparkplug-id",
      otherwise: "nobody is waited for",
      description: "Host application without which nothing is published: births wait until it is online",
    }),
  ),
});
