import { basename, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openSink } from "@presage/mqtt";
import { deviceConnection, loadConfig } from "@presage/service";
import { mqttAddress } from "../process/address.ts";
import { workAhead } from "../process/ahead.ts";
import { progressBar } from "../process/progress.ts";
import { assetSettings } from "../recording/asset-settings.ts";
import { type Recording, readRecordings } from "@presage/recording";
import { eventTime, type Moment, paceOf, sendAfter, timeline } from "../recording/timeline.ts";

export interface ReplayOptions {
  readonly config?: string;
  readonly url?: string;
  /** Recorded seconds per second; Infinity for as fast as acknowledged. */
  readonly speed: number;
  /** Recorded seconds per second of event time. */
  readonly compress?: number;
  /** The line level of the topics; by default the time of the start, so that a replay never meets an earlier one. */
  readonly line?: string;
  /** Only recordings whose name has this in it. */
  readonly only?: string;
  /** Print the `assets` section for presage.yaml instead. */
  readonly settings?: boolean;
}

/** Publishes a folder of recordings over MQTT as if the machines were running. Returns how many messages were acknowledged. */
export async function replay(directory: string, options: ReplayOptions): Promise<number> {
  const all = await readRecordings(directory);
  const recordings = all.filter(({ name }) => name.includes(options.only ?? ""));
  const site = basename(resolve(directory));
  if (options.settings === true) {
    process.stdout.write(assetSettings(site, recordings));
    return 0;
  }
  const { config: file } = options;
  const config = loadConfig({ env: process.env, file });
  const moments = timeline(recordings);
  const duration = moments.at(-1)?.at ?? 0;
  const begin = Date.now();
  const pace = paceOf(begin, duration, options.speed, options.compress);
  const line = options.line ?? new Date(begin).toISOString().slice(0, 19).replaceAll(":", "-");
  const topicOf = ({ recording, sensor }: Moment): string =>
    `replay/${site}/bench/${line}/${recording.name}/${sensor}`;
  const address = options.url ?? mqttAddress(config);
  const sink = openSink({
    ...deviceConnection(config, address),
    clientId: `${config.mqtt.clientId}-replay-${process.pid}`,
    onState(state) {
      if (state.status === "disconnected") process.stderr.write(`${state.error.message}; trying again\n`);
    },
  });
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

  announce(recordings, site, line, duration, options);
  const bar = progressBar("replay", moments.length);
  const ahead = workAhead();
  let acknowledged = 0;
  for (const moment of moments) {
    const wait = begin + sendAfter(pace, moment.at) - Date.now();
    if (wait > 1) await delay(wait, undefined, { signal: stop.signal }).catch(() => undefined);
    if (stop.signal.aborted) break;
    const sent = sink.publish({
      topic: topicOf(moment),
      payload: moment.payload(eventTime(pace, moment.at)),
      qos: 1,
      retain: false,
    });
    await ahead.add(sent.then(() => bar.update(++acknowledged, moment.recording.name)));
  }
  if (!stop.signal.aborted) await ahead.drain();
  bar.end();
  await sink.close();
  return acknowledged;
}

function announce(
  recordings: readonly Recording[],
  site: string,
  line: string,
  duration: number,
  { speed }: ReplayOptions,
): void {
  const pace = Number.isFinite(speed) ? `${speed} × real time` : "as fast as acknowledged";
  process.stderr.write(
    `${recordings.length} recordings, ${(duration / 3_600).toFixed(1)} h, ${pace}\n` +
      `to replay/${site}/bench/${line}/{${recordings.map((r) => r.name).join(",")}}\n`,
  );
}
