import { Type, type Static } from "@sinclair/typebox";
import { duration, number, section, text } from "./setting.ts";

/** What the data of some sensors must keep. */
export const RequirementSettings = section({
  name: text({ format: "name", description: "What events and reports call it" }),
  class: Type.Optional(
    text({ format: "name", otherwise: "all", description: "Only sensors of assets of this class" }),
  ),
  sensors: Type.Array(text({ format: "glob", description: "" }), {
    minItems: 1,
    default: ["*"],
    description: "Only sensors with one of these ids; * stands for any letters",
  }),
  coverage: Type.Optional(
    number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: "Least share of the expected messages in a window; needs the sensor's `every`",
    }),
  ),
  maximumGap: Type.Optional(duration({ description: "Longest time between two messages" })),
  latency: Type.Optional(
    duration({ description: "Longest time from measuring to the bridge, by the device's clock" }),
  ),
  range: Type.Optional(
    Type.Unsafe<[number, number]>({
      type: "array",
      items: { type: "number" },
      minItems: 2,
      maxItems: 2,
      expects: "[minimum, maximum]",
      description: "Least and greatest value in the sensor's unit",
    }),
  ),
  stuckTime: Type.Optional(duration({ description: "Longest time for which a value may stand still" })),
  owner: Type.Optional(
    text({
      maxLength: 200,
      description: "Who looks after these sensors: a team, an address; is in every event",
    }),
  ),
  for: duration({
    minimum: 0,
    default: "1m",
    description: "A breach is told when it has lasted for this long without a break",
  }),
  clear: duration({
    minimum: 0,
    default: "5m",
    description: "It is over when the data has been good for this long without a break",
  }),
});

export type RequirementSettings = Static<typeof RequirementSettings>;
