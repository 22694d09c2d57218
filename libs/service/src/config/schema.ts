import { Type, type Static } from "@sinclair/typebox";
import { AdmissionSettings } from "./admission-schema.ts";
import { AssetDefaults, AssetSettings, Limits, type Asset } from "./asset-schema.ts";
import { ConsoleSettings } from "./console-schema.ts";
import { HttpSettings } from "./http-schema.ts";
import { LogBrokerSettings } from "./log-schema.ts";
import { MesSettings } from "./mes-schema.ts";
import { ModelSettings } from "./model-schema.ts";
import { MqttSettings } from "./mqtt-schema.ts";
import { NatsSettings } from "./nats-schema.ts";
import { RequirementSettings } from "./requirements-schema.ts";
import { choice, duration, number, section, text, whole } from "./setting.ts";
import { SourceSettings } from "./source-schema.ts";
import { TracingSettings } from "./tracing-schema.ts";

const fraction = { minimum: 0, maximum: 1, otherwise: "as the model says" };
const asTheModelSays = { otherwise: "as the model says" };

/** Everything that can be set. Keys without a default may be left out; the rest have a value once loaded. */
export const CONFIG_SCHEMA = section({
  dataDir: text({ default: "./.presage", description: "Folder of everything Presage keeps" }),
  broker: LogBrokerSettings,
  mqtt: MqttSettings,
  mes: MesSettings,
  nats: NatsSettings,
  sources: Type.Array(SourceSettings, {
    minItems: 1,
    default: [{}, { template: "replay/{site}/{area}/{line}/{asset}/{sensor}", maxClockSkew: "365d" }],
    description: "Streams of device messages; the first whose template fits a topic takes it",
  }),
  time: section({
    maxClockSkew: duration({
      default: "1m",
      description: "A device time further off than this is replaced by the bridge's, and counted",
    }),
    maxClockError: duration({
      default: "365d",
      description: "A message whose time is further off than this is rejected",
    }),
    heartbeat: duration({
      default: "1s",
      description: "How often silent assets are looked at, so that their windows close",
    }),
  }),
  windows: section({
    size: duration({ default: "10s", description: "Length of a window" }),
    grace: duration({
      minimum: 0,
      default: "2s",
      description: "How long a window waits for messages that come out of order",
    }),
    trend: duration({ default: "10m", description: "Horizon of slopes, as of temperature" }),
  }),
  model: ModelSettings,
  baseline: section({
    windows: whole({
      minimum: 5,
      default: 30,
      description:
        "Healthy windows of each operating state from which an asset's baseline is learned; until then it is not scored",
    }),
  }),
  decision: section({
    falseAlarmsPerYear: number({
      exclusiveMinimum: 0,
      default: 0.01,
      description:
        "False alarms of a healthy asset in a year that are accepted, 0.01: one a year among a hundred; the threshold follows from it and the model",
    }),
    threshold: Type.Optional(
      number({
        ...fraction,
        otherwise: "by falseAlarmsPerYear",
        description: "Risk at or over which a window counts",
      }),
    ),
    k: Type.Optional(
      whole({ ...asTheModelSays, description: "Windows that must count to open a predicted failure, …" }),
    ),
    n: Type.Optional(whole({ ...asTheModelSays, description: "… of this many latest windows" })),
    clearThreshold: Type.Optional(
      number({
        ...fraction,
        otherwise: "half of the threshold's odds",
        description: "Risk below which a window is clear; at most the threshold",
      }),
    ),
    clearWindows: Type.Optional(
      whole({ ...asTheModelSays, description: "Clear windows in a row that close a predicted failure" }),
    ),
    quietTime: duration({
      minimum: 0,
      default: "1m",
      description:
        "Nor is it closed before this long after the last window that was not clear, or the horizon after lasting impacts",
    }),
  }),
  flood: section({
    members: whole({
      minimum: 0,
      default: 5,
      description: "Failures of one line are grouped when those of more assets than this opened …; 0: never",
    }),
    within: duration({
      default: "10m",
      description: "… within this time; more join the group until none opened for as long",
    }),
  }),
  limits: Limits,
  admission: AdmissionSettings,
  http: HttpSettings,
  console: ConsoleSettings,
  log: section({
    level: choice(["debug", "info", "warn", "error"], {
      default: "info",
      description: "Least level that is logged",
    }),
    format: choice(["auto", "json", "text"], {
      default: "auto",
      description: "JSON lines, or short lines for people; auto is text on a terminal",
    }),
  }),
  tracing: TracingSettings,
  requirements: Type.Array(RequirementSettings, {
    default: [],
    description: "What sensors' data must keep; a breach is an event of its own for the owner",
  }),
  defaults: AssetDefaults,
  assets: Type.Array(AssetSettings, {
    default: [],
    description: "Known assets; others are taken in with the defaults and shown as unconfigured",
  }),
});

/** The configuration as it was written, complete with constants. */
export type Settings = Static<typeof CONFIG_SCHEMA>;

/** The configuration as services use it: secrets read, assets complete. */
export type Config = Omit<Settings, "assets"> & { readonly assets: readonly Asset[] };
