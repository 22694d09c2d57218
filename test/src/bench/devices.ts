// Publishes as so many machines do, until it is ended: `devices.js URL MACHINES EVERY_S`. The blocks were simulated before, so that
// the sender takes little of the machine that is measured.
import { setTimeout as delay } from "node:timers/promises";
import { createMachine, operating, temperature, vibration } from "@presage/simulator";
import mqtt from "mqtt";

const KINDS = 50;
const BLOCKS_OF_A_KIND = 4;
/** Gateways, each with the machines of some lines. */
const CONNECTIONS = 250;
/** What is under way at most; what would be more is given up, as by a device whose memory is full. */
const UNDER_WAY = 4_000;
const TICK_MS = 5;

const [url = "", machines = "1000", every = "10"] = process.argv.slice(2);
const count = Number(machines);

/** Everything of a block's message behind its number and time. */
const blocks = Array.from({ length: KINDS }, (_, kind) => {
  const machine = createMachine({ seed: 1_000 + kind });
  return Array.from({ length: BLOCKS_OF_A_KIND }, (__, block) => {
    const condition = { wear: 0.02, ...operating(machine, block) };
    const v = Array.from(vibration(machine, condition, block), (x) => Math.round(x * 1e4) / 1e4);
    const heat = Math.round(temperature(machine, condition, block) * 100) / 100;
    return {
      vibration: Buffer.from(`,"rate":${machine.rate},"unit":"g","v":${JSON.stringify(v)}}`),
      temperature: Buffer.from(`,"unit":"Cel","v":${heat}}`),
    };
  });
});

const clients = await Promise.all(
  Array.from({ length: CONNECTIONS }, (_, i) => mqtt.connectAsync(url, { clientId: `bench-devices-${i}` })),
);
let underWay = 0;

function publish(machine: number, block: number): void {
  const [client, kind] = [clients[machine % CONNECTIONS], blocks[machine % KINDS]];
  const made = kind?.[block % BLOCKS_OF_A_KIND];
  if (client === undefined || made === undefined) return;
  const head = Buffer.from(`{"seq":${block},"t":${Date.now()}`);
  const path = `plant/bench/hall${Math.floor(machine / 100)}/line${Math.floor(machine / 10) % 10}/pump${machine}`;
  for (const [sensor, rest] of [
    ["vib-x", made.vibration],
    ["temperature", made.temperature],
  ] as const) {
    underWay++;
    client.publish(`${path}/${sensor}`, Buffer.concat([head, rest]), { qos: 1 }, () => underWay--);
  }
}

const begin = performance.now();
for (let sent = 0; ; await delay(TICK_MS)) {
  const due = Math.floor(((performance.now() - begin) / 1e3) * (count / Number(every)));
  for (; sent < due; sent++) if (underWay < UNDER_WAY) publish(sent % count, Math.floor(sent / count));
}
