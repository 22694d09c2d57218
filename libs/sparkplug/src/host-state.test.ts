import { describe, expect, it } from "vitest";
import { EdgeState, type EdgeMessage, type EdgeMetrics } from "./edge-state.ts";
import { type Heard, HostState } from "./host-state.ts";
import { decodePayload, encodePayload } from "./payload.ts";
import { parseTopic } from "./topic.ts";

const T = 1_700_000_000_000;
const NODE = { group: "plant", node: "gateway" };
const temperature = (value: number): EdgeMetrics => ({
  "Motor/Temperature": { type: "Float", value, properties: { engUnit: { type: "String", value: "°C" } } },
});

const newHost = (): HostState => new HostState({ reorderMs: 2_000, rebirthMs: 10_000 });

function hear(host: HostState, { topic, payload }: EdgeMessage, now = T): Heard {
  const parsed = parseTopic(topic);
  if (parsed === undefined) throw new Error(topic);
  return host.hear(parsed, payload, now);
}
const hearAll = (host: HostState, messages: readonly EdgeMessage[], now = T): Heard[] =>
  messages.map((message) => hear(host, message, now));

/** An edge node with one device, and its births. */
function bornEdge(): { edge: EdgeState; births: EdgeMessage[] } {
  const edge = new EdgeState(NODE, 0);
  edge.connecting(T);
  edge.put("press", temperature(20), T);
  return { edge, births: edge.birth(T) };
}
const dataOf = (edge: EdgeState, value: number, now = T): EdgeMessage => {
  const [message] = edge.put("press", temperature(value), now);
  if (message === undefined) throw new Error("nothing changed");
  return message;
};
const namesIn = (heard: Heard): unknown =>
  heard.kind === "values" ? heard.resolved.map(({ name, value }) => [name, value]) : heard.kind;
const asked = (host: HostState, now: number): string[] => host.rebirths(now).map(({ topic }) => topic);
const NCMD = "spBv1.0/plant/NCMD/gateway";

describe("a host application", () => {
  it("knows data by the aliases of the births, with the properties that they gave", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    expect(hearAll(host, births).map(namesIn)).toEqual([
      [
        ["bdSeq", 1n],
        ["Node Control/Rebirth", false],
      ],
      [["Motor/Temperature", 20]],
    ]);
    const data = dataOf(edge, 21, T + 500);
    expect(decodePayload(data.payload)?.metrics[0]).not.toHaveProperty("name");
    expect(hear(host, data)).toEqual({
      kind: "values",
      born: false,
      device: "press",
      timestamp: T + 500,
      unresolved: [],
      resolved: [
        {
          name: "Motor/Temperature",
          type: "Float",
          timestamp: T + 500,
          historical: false,
          transient: false,
          value: 21,
          properties: { engUnit: { type: "String", value: "°C" } },
        },
      ],
    });
    expect(asked(host, T + 60_000)).toEqual([]);
    expect(host.nodes.map(({ online, devices, metrics }) => [online, devices, metrics])).toEqual([
      [true, ["press"], 3],
    ]);
  });

  it("asks a node for its births that it hears data of first, and says why it cannot use the data", () => {
    const host = newHost();
    const { edge } = bornEdge();
    expect(hear(host, dataOf(edge, 21))).toMatchObject({
      kind: "values",
      resolved: [],
      unresolved: [{ label: "alias 1", why: "unborn" }],
    });
    const [request] = host.rebirths(T);
    expect(request?.topic).toBe(NCMD);
    const payload = decodePayload(request?.payload ?? new Uint8Array());
    expect(payload).not.toHaveProperty("seq");
    expect(payload?.metrics.map((m) => [m.name, m.value("Boolean")])).toEqual([
      ["Node Control/Rebirth", true],
    ]);
    hearAll(host, edge.command(NCMD, request?.payload ?? new Uint8Array(), T + 1));
    expect(namesIn(hear(host, dataOf(edge, 22)))).toEqual([["Motor/Temperature", 22]]);
  });

  it("asks a node no more often than every `rebirthMs`", () => {
    const host = newHost();
    const { edge } = bornEdge();
    hear(host, dataOf(edge, 1), T);
    expect(asked(host, T)).toEqual([NCMD]);
    hear(host, dataOf(edge, 2), T + 1);
    expect(asked(host, T + 9_999)).toEqual([]);
    expect(asked(host, T + 10_000)).toEqual([NCMD]);
    expect(asked(host, T + 60_000)).toEqual([]);
  });

  it("waits `reorderMs` for a message that is missing before it asks", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    hearAll(host, births);
    dataOf(edge, 1);
    expect(namesIn(hear(host, dataOf(edge, 2), T))).toEqual([["Motor/Temperature", 2]]);
    expect(asked(host, T + 1_999)).toEqual([]);
    expect(asked(host, T + 2_000)).toEqual([NCMD]);
    expect(asked(host, T + 60_000)).toEqual([]);
  });

  it("asks for nothing if the missing message comes in time, late but well", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    hearAll(host, births);
    const [first, second, third] = [dataOf(edge, 1), dataOf(edge, 2), dataOf(edge, 3)];
    hear(host, third, T);
    hear(host, first, T + 1_000);
    expect(namesIn(hear(host, second, T + 1_999))).toEqual([["Motor/Temperature", 2]]);
    expect(asked(host, T + 60_000)).toEqual([]);
    hear(host, second, T + 60_000);
    expect(asked(host, T + 120_000)).toEqual([]);
  });

  it("follows the numbers over 255 to 0", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    hearAll(host, births);
    for (let value = 100; value < 900; value++) hear(host, dataOf(edge, value));
    expect(asked(host, T + 60_000)).toEqual([]);
    for (let missed = 0; missed < 3; missed++) dataOf(edge, missed);
    hear(host, dataOf(edge, 9));
    expect(asked(host, T + 60_000)).toEqual([NCMD]);
  });

  it("does not trust aliases after numbers that can only be of a birth it missed", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    hearAll(host, births);
    for (let value = 0; value < 100; value++) hear(host, dataOf(edge, 100 + value));
    edge.birth(T);
    expect(hear(host, dataOf(edge, 1))).toMatchObject({ resolved: [], unresolved: [{ why: "unborn" }] });
    expect(asked(host, T)).toEqual([NCMD]);
  });

  it("does not trust aliases after it was away itself, unless it missed nothing", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    hearAll(host, births);
    host.reconnected();
    expect(namesIn(hear(host, dataOf(edge, 1)))).toEqual([["Motor/Temperature", 1]]);
    host.reconnected();
    dataOf(edge, 2);
    expect(hear(host, dataOf(edge, 3))).toMatchObject({ resolved: [], unresolved: [{ why: "unborn" }] });
    expect(asked(host, T)).toEqual([NCMD]);
  });

  it("takes data with names before any birth, if it says its type, and asks all the same", () => {
    const host = newHost();
    const payload = encodePayload({
      timestamp: T,
      seq: 9,
      metrics: [{ name: "speed", type: "Int32", value: -5 }],
    });
    expect(
      namesIn(hear(host, { topic: "spBv1.0/plant/DDATA/gateway/press", payload, qos: 0, retain: false })),
    ).toEqual([["speed", -5]]);
    expect(asked(host, T)).toEqual([NCMD]);
  });

  it("ignores the death of an earlier birth, and believes that of the present one", () => {
    const host = newHost();
    const edge = new EdgeState(NODE, 254);
    const firstWill = edge.connecting(T);
    edge.put("press", temperature(20), T);
    hearAll(host, edge.birth(T));
    const secondWill = edge.connecting(T);
    expect(edge.bdSeq).toBe(0);
    hearAll(host, edge.birth(T));
    expect(hear(host, firstWill)).toEqual({ kind: "nothing" });
    expect(host.nodes[0]?.online).toBe(true);
    expect(hear(host, secondWill)).toEqual({ kind: "death", device: undefined });
    expect(host.nodes.map(({ online, devices }) => [online, devices])).toEqual([[false, []]]);
    expect(hear(host, secondWill)).toEqual({ kind: "nothing" });
    edge.birth(T);
    expect(hear(host, dataOf(edge, 1))).toMatchObject({ unresolved: [{ why: "unborn" }] });
  });

  it("forgets a device with its death, and nothing else", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    hearAll(host, births);
    hearAll(host, edge.put("saw", temperature(3), T));
    expect(hearAll(host, edge.remove("press", T))).toEqual([{ kind: "death", device: "press" }]);
    expect(host.nodes[0]?.devices).toEqual(["saw"]);
    expect(hearAll(host, edge.put("saw", temperature(4), T)).map(namesIn)).toEqual([
      [["Motor/Temperature", 4]],
    ]);
    expect(asked(host, T + 60_000)).toEqual([]);
  });

  it("asks when an alias is not one of the birth's", () => {
    const host = newHost();
    const { births } = bornEdge();
    hearAll(host, births);
    const payload = encodePayload({
      timestamp: T,
      seq: 2,
      metrics: [{ alias: 99n, type: "Float", value: 1 }],
    });
    const heard = hear(host, { topic: "spBv1.0/plant/DDATA/gateway/press", payload, qos: 0, retain: false });
    expect(heard).toMatchObject({ unresolved: [{ label: "alias 99", why: "alias-unknown" }] });
    expect(asked(host, T)).toEqual([NCMD]);
  });

  it("tells values of an edge node's store from present ones", () => {
    const host = newHost();
    const { edge, births } = bornEdge();
    hearAll(host, births);
    const stored = [1, 2].map((value) => ({
      "Motor/Temperature": { type: "Float", value, timestamp: T - value } as const,
    }));
    const [heard] = hearAll(host, edge.history("press", stored, T));
    expect(heard).toMatchObject({
      resolved: [
        { value: 1, historical: true, timestamp: T - 1 },
        { value: 2, historical: true, timestamp: T - 2 },
      ],
    });
  });

  it("passes over what is no payload, and commands and states of others", () => {
    const host = newHost();
    const message = (topic: string, payload: Uint8Array): EdgeMessage => ({
      topic,
      payload,
      qos: 0,
      retain: false,
    });
    expect(hear(host, message("spBv1.0/plant/DDATA/gateway/press", Buffer.from("oops")))).toEqual({
      kind: "malformed",
    });
    for (const topic of [NCMD, "spBv1.0/plant/DCMD/gateway/press", "spBv1.0/STATE/other"])
      expect(hear(host, message(topic, Buffer.from("oops")))).toEqual({ kind: "nothing" });
  });
});
