import type { StoredEntry } from "@presage/stream";
import { startMosquitto } from "@presage/testbed";
import mqtt from "mqtt";
import { pathOf } from "../support/plant-log.ts";
import { Meter } from "./meter.ts";
import { openRig } from "./rigs.ts";
import { machine, run, waveforms } from "./stage-units.ts";

/** From a real MQTT broker, whose queue is full, into a log in memory: microseconds a message. */
export async function bridgeUnits(
  length: number,
  count: number,
): Promise<{ micros: number; bytes: number; entry: number }> {
  const mosquitto = await startMosquitto({
    config: ["allow_anonymous true", "max_queued_messages 0"],
    persistence: false,
  });
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  const session = {
    clientId: "units-bridge",
    protocolVersion: 5 as const,
    properties: { sessionExpiryInterval: 3_600 },
  };
  const env = { PRESAGE_MQTT_URL: url, PRESAGE_MQTT_CLIENT_ID: "units" };
  const payload = (i: number): string =>
    JSON.stringify(
      length === 0
        ? { seq: i, t: Date.now(), v: 40 + (i % 9), unit: "Cel" }
        : {
            seq: i,
            t: Date.now(),
            rate: machine.rate,
            unit: "g",
            v: Array.from((waveforms[i % 32] ?? []).slice(0, length), (x) => Math.round(x * 1e4) / 1e4),
          },
    );
  const away = await mqtt.connectAsync(url, { ...session, clean: true });
  await away.subscribeAsync("plant/#", { qos: 1 });
  await away.endAsync();
  const device = await mqtt.connectAsync(url, { clientId: "units-device" });
  let bytes = 0;
  for (let i = 0; i < count; i += 200)
    await Promise.all(
      Array.from({ length: 200 }, (_, k) => {
        const [topic, text] = [`plant/${pathOf(i + k)}/s`, payload(i + k)];
        bytes += topic.length + text.length;
        return device.publishAsync(topic, text, { qos: 1 });
      }),
    );
  await device.endAsync();
  const meter = new Meter();
  const entry = await meter.measure(async () => {
    const rig = await openRig("bridge", env, undefined, url);
    const written = () => rig.tape.written.get("samples") ?? { messages: 0, bytes: 0 };
    while (written().messages < count) await new Promise((resolve) => setTimeout(resolve, 20));
    const size = written().bytes / count;
    await rig.close();
    return size;
  });
  await mosquitto.stop();
  return { micros: meter.per(count), bytes: bytes / count, entry };
}

export async function publisherUnits(scored: ReadonlyMap<number, readonly StoredEntry[]>) {
  const mosquitto = await startMosquitto({ config: ["allow_anonymous true"], persistence: false });
  const url = `mqtt://127.0.0.1:${mosquitto.port}`;
  const rig = await openRig("publisher", {}, undefined, url);
  const micros = await run(rig, "predictions", (n) => scored.get(n) ?? []);
  await rig.close();
  await mosquitto.stop();
  const quiet = await openRig("publisher");
  await run(quiet, "predictions", (n) => scored.get(n) ?? []);
  await quiet.close();
  return { micros, bytes: quiet.told.bytes / quiet.told.messages };
}
