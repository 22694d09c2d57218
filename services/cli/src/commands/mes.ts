import { readFileSync } from "node:fs";
import { decodeFeedback } from "@presage/bridge";
import {
  assetPath,
  type CloudEvent,
  type Failure,
  failures,
  type Message,
  type Prediction,
  predictions,
  PresageError,
} from "@presage/contracts";
import {
  CHANNELS,
  type ChannelName,
  EXAMPLE_ASSET,
  loadProfile,
  preview,
  type Profile,
  SHIPPED_PROFILES,
} from "@presage/mes";
import { compileTemplate } from "@presage/mqtt";
import { previewBirth } from "@presage/publisher";
import { loadConfig } from "@presage/service";

export function listProfiles({ json = false }: { readonly json?: boolean }): void {
  const profiles = SHIPPED_PROFILES.map((profile) => loadProfile({ profile, publishRisk: true }));
  if (json)
    return void process.stdout.write(
      `${JSON.stringify(profiles.map(({ name, description }) => ({ name, description })))}\n`,
    );
  for (const { name, description } of profiles) process.stdout.write(`${name.padEnd(12)}${description}\n`);
}

export interface PreviewOptions {
  readonly config?: string;
  readonly profile?: string;
  readonly asset?: string;
  /** Files. */
  readonly event?: string;
  readonly feedback?: string;
  readonly json?: boolean;
}

/** What the MES says, and what Presage makes of it. */
interface Answer {
  readonly topic: string;
  readonly payload: unknown;
  /** The feedback; why it is none; or nothing, if the profile leaves the message out. */
  readonly feedback?: unknown;
  readonly refused?: string;
}

/** Shows what a profile makes of sample events and of an answer of the MES. Publishes nothing. Throws `MAPPING_FAILED`. */
export async function previewProfile(options: PreviewOptions): Promise<void> {
  const { mes, broker } = loadConfig({ env: process.env, file: options.config });
  // Topics that the configuration sets are those of the configured profile.
  const profile = loadProfile(
    options.profile === undefined || options.profile === mes.profile
      ? mes
      : { profile: options.profile, publishRisk: mes.publishRisk },
  );
  const event = options.event === undefined ? undefined : readEvent(options.event);
  const asset = options.asset ?? event?.subject ?? EXAMPLE_ASSET;
  const previews = await preview(profile, asset, event && sampleOf(event));
  const shown = previews.filter(
    ({ channel }) => event === undefined || event.type === CHANNELS[channel].event.type,
  );
  const status = await profile.status(true, Date.now());
  const birth = profile.sparkplug
    ? previewBirth(mes.sparkplug, broker.partitions, {
        failure: {
          ...failures.example,
          ...(event?.type === failures.type && messageOf<Failure>(event)),
          key: asset,
        },
        prediction: {
          ...predictions.example,
          ...(event?.type === predictions.type && messageOf<Prediction>(event)),
          key: asset,
        },
      })
    : undefined;
  const answer = await answerOf(profile, asset, options.feedback);
  if (options.json === true)
    return void process.stdout.write(
      `${JSON.stringify({ messages: shown, birth, status, answer }, null, 2)}\n`,
    );

  process.stdout.write(`${profile.name}: ${profile.description}\n`);
  for (const { channel, message } of shown)
    process.stdout.write(
      message === undefined
        ? `\n${channel}: the profile makes nothing of it\n`
        : `\n${channel}\n${topicLine(message.topic, message)}${indented(message.payload)}`,
    );
  if (birth !== undefined)
    process.stdout.write(
      `\nthe birth of a device of Sparkplug B\n${topicLine(birth.topic, { qos: 0, retain: false })}${indented(JSON.stringify(birth.metrics))}`,
    );
  process.stdout.write(
    `\nwhether Presage is alive\n${topicLine(status.topic, status)}${indented(status.payload)}`,
  );
  if (answer === undefined) return;
  process.stdout.write(
    `\nwhat the MES answers\n  ← ${answer.topic}\n${indented(JSON.stringify(answer.payload))}`,
  );
  const outcome =
    answer.refused ??
    (answer.feedback === undefined ? "is left out: the profile makes nothing of it" : undefined);
  process.stdout.write(
    outcome === undefined
      ? `  which is the feedback\n${indented(JSON.stringify(answer.feedback))}`
      : `  which ${outcome}\n`,
  );
}

const topicLine = (
  topic: string,
  { qos, retain }: { readonly qos: number; readonly retain: boolean },
): string => `  → ${topic}  (QoS ${qos}${retain ? ", retained" : ""})\n`;

/** A payload as people read it. */
function indented(payload: string): string {
  let text = payload;
  try {
    text = JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    // A profile may make another text than JSON.
  }
  return text.replaceAll(/^/gm, "    ") + "\n";
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `${file} is no JSON: ${(cause as Error).message}`, cause);
  }
}

function readEvent(file: string): CloudEvent<unknown> {
  const event = readJson(file) as Partial<CloudEvent<unknown>> | null;
  const types = [...new Set(Object.values(CHANNELS).map((channel) => channel.event.type))];
  if (typeof event?.subject !== "string" || !types.includes(event.type ?? ""))
    throw new PresageError(
      "FILE_UNREADABLE",
      `${file} is no CloudEvent with a subject and one of the types ${types.join(", ")}`,
    );
  return event as CloudEvent<unknown>;
}

const messageOf = <V>({ subject: key, time, data }: CloudEvent<unknown>): Message<V> => ({
  key,
  time: Date.parse(time),
  value: data as V,
});

const sampleOf =
  (event: CloudEvent<unknown>) =>
  (channel: ChannelName): Message<unknown> | undefined =>
    CHANNELS[channel].event.type === event.type ? messageOf(event) : undefined;

async function answerOf(profile: Profile, asset: string, file?: string): Promise<Answer | undefined> {
  const { template, map, example } = profile.feedback;
  const payload = file === undefined ? example : readJson(file);
  if (payload === undefined) return undefined;
  const path = assetPath(asset);
  const topic = compileTemplate(template).format({ ...path });
  const body = map === undefined ? payload : await map(payload, path);
  if (body === undefined) return { topic, payload };
  const decoded = decodeFeedback(body, Date.now());
  return decoded.ok
    ? { topic, payload, feedback: decoded.value }
    : { topic, payload, refused: `is refused: ${decoded.code}, ${decoded.reason}` };
}
