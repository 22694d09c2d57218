import { type Static, Type } from "@sinclair/typebox";
import { SparkplugSource } from "./sparkplug-schema.ts";
import { bytes, choice, duration, section, text, whole } from "./setting.ts";

/** One stream of device messages. */
export const SourceSettings = section({
  name: Type.Optional(
    text({
      format: "name",
      otherwise: "the template's first level, or sparkplug",
      description: "What the source is called in metrics, reports and `presage doctor`",
    }),
  ),
  template: text({
    format: "source-template",
    default: "plant/{site}/{area}/{line}/{asset}/{sensor}",
    description: "Topics to take in, and what their levels mean",
  }),
  qos: choice([0, 1, 2], { default: 1, description: "MQTT quality of service of the subscription" }),
  decoder: choice(["json", "sparkplug"], {
    default: "json",
    description: "Form of the payload; with sparkplug, Presage is a host application of Sparkplug B",
  }),
  sparkplug: SparkplugSource,
  map: Type.Optional(
    text({
      description:
        "JSONata that makes of other JSON what the default source takes, {t, v, unit, rate}: one, a list, or nothing; site, area, line, asset and sensor in it go before the topic's",
    }),
  ),
  maxBytes: bytes({ default: "4MiB", description: "Larger payloads are rejected" }),
  maxSamples: whole({ default: 262_144, description: "Blocks with more samples are rejected" }),
  maxClockSkew: Type.Optional(
    duration({ otherwise: "time.maxClockSkew", description: "As time.maxClockSkew, for this source" }),
  ),
  shared: Type.Optional(
    text({
      format: "name",
      description: "Group of a shared subscription: bridges with the same group divide the messages",
    }),
  ),
});

type Source = Pick<Static<typeof SourceSettings>, "name" | "decoder" | "template">;

/** What a source is called: by its name, else by its decoder or the first level of its template, if that is fixed. */
export function sourceName({ name, decoder, template }: Source): string {
  if (name !== undefined) return name;
  if (decoder === "sparkplug") return "sparkplug";
  const [first = ""] = template.split("/");
  return first.includes("{") ? "devices" : first;
}
