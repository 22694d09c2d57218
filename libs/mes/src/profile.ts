import { readFileSync } from "node:fs";
import { type AssetPath, assetPath, PresageError, type TraceContext } from "@presage/contracts";
import { compileTemplate } from "@presage/mqtt";
import { type Config, type Mistake, readSettings } from "@presage/service";
import type { Announcement } from "./announcement.ts";
import { CHANNELS, type ChannelName, CHANNEL_NAMES } from "./channel.ts";
import { compileMapping, type Mapping } from "./mapping.ts";
import { ProfileDocument } from "./profile-schema.ts";

/** One message for the MES. */
export interface MesMessage {
  readonly topic: string;
  /** Empty to clear what the broker keeps on the topic. */
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly trace?: TraceContext;
}

/** How one kind of MES is told, and what it says. */
export interface Profile {
  readonly name: string;
  readonly description: string;
  /** Topic templates: of an asset and of a line, above those of the channels. */
  readonly topics: { readonly asset: string; readonly line: string };
  readonly channels: readonly ChannelName[];
  /** Whether an edge node of Sparkplug B tells the current state of every asset. */
  readonly sparkplug: boolean;
  /** The message of an announcement, or undefined if the profile leaves it out. Rejects with `MAPPING_FAILED`. */
  message(announcement: Announcement): Promise<MesMessage | undefined>;
  /** Whether Presage is alive: retained, also its last will. Rejects with `MAPPING_FAILED`. */
  status(online: boolean, now: number): Promise<MesMessage>;
  readonly feedback: {
    /** Topic template. */
    readonly template: string;
    /** Makes a feedback of what the MES says. Not there: it is one. */
    readonly map?: Mapping;
    readonly example?: unknown;
  };
}

/** Those that come with Presage, in the folder `profiles`. */
export const SHIPPED_PROFILES = ["plain", "omnimes", "isa95-uns", "sparkplug"] as const;

/** Where Presage's own commands say something of an asset, in the plain form whatever the profile is: a topic template. */
export const OWN_FEEDBACK = "presage/{site}/{area}/{line}/{asset}/feedback";

/** What the configuration says of the MES, of which the topics go before the profile's. */
type Settings = Pick<
  Config["mes"],
  "profile" | "template" | "groupTemplate" | "statusTopic" | "publishRisk"
> & { readonly sparkplug?: Pick<Config["mes"]["sparkplug"], "enabled"> };

/**
 * The profile that the configuration names: one of those shipped, or the path of a YAML file.
 * Throws `FILE_UNREADABLE`, and `CONFIG_INVALID` with all mistakes of the file.
 */
export function loadProfile(settings: Settings): Profile {
  const shipped = SHIPPED_PROFILES.some((name) => name === settings.profile);
  const file = shipped ? new URL(`../profiles/${settings.profile}.yaml`, import.meta.url) : settings.profile;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new PresageError(
      "FILE_UNREADABLE",
      `mes.profile: ${settings.profile} is neither one of ${SHIPPED_PROFILES.join(", ")} nor a file that can be read`,
      cause,
    );
  }
  return readProfile(text, settings);
}

/** The profile of a YAML text. Throws `CONFIG_INVALID`. */
export function readProfile(text: string, settings: Settings): Profile {
  const { profile: name, publishRisk } = settings;
  const document = readSettings(ProfileDocument, { what: "The MES profile", name, text }, mistakesIn);
  const topics = {
    asset: settings.template ?? document.topics.asset,
    line: settings.groupTemplate ?? document.topics.line,
  };
  const statusTopic = settings.statusTopic ?? document.topics.status;
  const bases = { asset: compileTemplate(topics.asset), line: compileTemplate(topics.line) };
  const compiled = (map: string | undefined): { map?: Mapping } =>
    map === undefined ? {} : { map: compileMapping(map) };
  const channels = CHANNEL_NAMES.filter(
    (channel) => document.out[channel] !== undefined && (channel !== "risk" || publishRisk),
  );
  const outgoing = new Map(
    channels.map((channel) => {
      const {
        topic = channel,
        qos = 1,
        retain = CHANNELS[channel].retained,
        map,
      } = document.out[channel] ?? {};
      const base = bases[CHANNELS[channel].of];
      const topicOf = (path: AssetPath): string => `${base.format({ ...path })}/${topic}`;
      return [channel, { topicOf, qos, retain, ...compiled(map) }];
    }),
  );
  const statusMap = compiled(document.status.map).map;
  const { topic: feedbackTopic, map: feedbackMap, example } = document.feedback;

  return {
    name,
    description: document.description,
    topics,
    channels,
    sparkplug: settings.sparkplug?.enabled ?? document.sparkplug,
    async message({ channel, key, event: untraced, over, trace }) {
      const way = outgoing.get(channel);
      if (way === undefined) return undefined;
      const path = assetPath(key);
      const { qos, retain } = way;
      const topic = way.topicOf(path);
      const delivery = { qos, retain, ...(trace && { trace }) };
      if (over) return retain ? { topic, payload: "", ...delivery } : undefined;
      const event = { ...untraced, ...trace };
      const body = way.map === undefined ? event : await way.map(event, path);
      return body === undefined ? undefined : { topic, payload: textOf(body), ...delivery };
    },
    async status(online, now) {
      const said = { online, time: new Date(now).toISOString() };
      const body = statusMap === undefined ? said : await statusMap(said, {});
      return { topic: statusTopic, payload: textOf(body ?? said), qos: 1, retain: true };
    },
    feedback: {
      template: `${topics.asset}/${feedbackTopic}`,
      ...compiled(feedbackMap),
      ...(example !== undefined && { example }),
    },
  };
}

/** A text is published as it is, so that an MES may be told in another form than JSON. */
const textOf = (body: unknown): string => (typeof body === "string" ? body : JSON.stringify(body));

/** Mappings that are no JSONata. */
function mistakesIn({ out, status, feedback }: ProfileDocument): readonly Mistake[] {
  const maps = [
    { path: ["status", "map"], map: status.map },
    { path: ["feedback", "map"], map: feedback.map },
    ...CHANNEL_NAMES.map((name) => ({ path: ["out", name, "map"], map: out[name]?.map })),
  ];
  return maps.flatMap(({ path, map }): readonly Mistake[] => {
    if (map === undefined) return [];
    try {
      compileMapping(map);
      return [];
    } catch (error) {
      if (!(error instanceof PresageError)) throw error;
      return [{ path, message: error.message }];
    }
  });
}
