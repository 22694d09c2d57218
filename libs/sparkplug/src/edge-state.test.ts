import { describe, expect, it } from "vitest";
import { type EdgeMessage, EdgeState } from "./edge-state.ts";
import { rebirthRequest } from "./host-state.ts";
import { decodePayload } from "./payload.ts";

const T = 1_700_000_000_000;
const NODE = { group: "presage", node: "press" };
const risk = (value: number | null) => ({ risk: { type: "Double", value } }) as const;

const summary = ({ topic, payload }: EdgeMessage): unknown => {
  const { seq, metrics = [] } = decodePayload(payload) ?? {};
  return [
    topic,
    seq,
    metrics.map((m) => [m.name ?? m.alias, m.type, m.isNull ? null : m.value(m.type ?? "Double")]),
  ];
};

describe("an edge node", () => {
  it("is born with bdSeq and the rebirth command, then its devices with names and aliases", () => {
    const edge = new EdgeState(NODE, 41, { "Properties/Software": { type: "String", value: "Presage" } });
    const will = edge.connecting(T);
    expect([will.qos, will.retain, summary(will)]).toEqual([
      1,
      false,
      ["spBv1.0/presage/NDEATH/press", undefined, [["bdSeq", "Int64", 42n]]],
    ]);
    expect(edge.put("m1", risk(0.1), T)).toEqual([]);
    expect(edge.put("m2", risk(null), T)).toEqual([]);
    const births = edge.birth(T);
    expect(births.map(summary)).toEqual([
      [
        "spBv1.0/presage/NBIRTH/press",
        0,
        [
          ["bdSeq", "Int64", 42n],
          ["Node Control/Rebirth", "Boolean", false],
          ["Properties/Software", "String", "Presage"],
        ],
      ],
      ["spBv1.0/presage/DBIRTH/press/m1", 1, [["risk", "Double", 0.1]]],
      ["spBv1.0/presage/DBIRTH/press/m2", 2, [["risk", "Double", null]]],
    ]);
    for (const { qos, retain, payload } of births) {
      expect([qos, retain]).toEqual([0, false]);
      const { timestamp, metrics = [] } = decodePayload(payload) ?? {};
      expect(timestamp).toBe(T);
      for (const metric of metrics) expect(metric.timestamp).toBe(T);
    }
    const aliases = births.flatMap(
      ({ payload }) => decodePayload(payload)?.metrics.flatMap((m) => m.alias ?? []) ?? [],
    );
    expect(aliases).toEqual([1n, 2n]);
  });

  it("publishes what has changed only, by alias", () => {
    const edge = new EdgeState(NODE, 0);
    edge.connecting(T);
    edge.put("m1", { ...risk(0.1), zone: { type: "String", value: "A" } }, T);
    edge.birth(T);
    expect(
      edge.put("m1", { ...risk(0.2), zone: { type: "String", value: "A" } }, T + 1).map(summary),
    ).toEqual([["spBv1.0/presage/DDATA/press/m1", 2, [[1n, undefined, 0.2]]]]);
    expect(edge.put("m1", risk(0.2), T + 2)).toEqual([]);
  });

  it("gives birth to a device again that gets a metric, or one of another type", () => {
    const edge = new EdgeState(NODE, 0);
    edge.connecting(T);
    edge.birth(T);
    expect(edge.put("m1", risk(0.1), T).map(summary)).toEqual([
      ["spBv1.0/presage/DBIRTH/press/m1", 1, [["risk", "Double", 0.1]]],
    ]);
    expect(edge.put("m1", { zone: { type: "String", value: "B" } }, T).map(summary)).toEqual([
      [
        "spBv1.0/presage/DBIRTH/press/m1",
        2,
        [
          ["risk", "Double", 0.1],
          ["zone", "String", "B"],
        ],
      ],
    ]);
    expect(edge.remove("m1", T).map(summary)).toEqual([["spBv1.0/presage/DDEATH/press/m1", 3, []]]);
    expect(edge.remove("m1", T)).toEqual([]);
  });

  it("obeys a rebirth command that is for it, with the bdSeq of the connection", () => {
    const edge = new EdgeState(NODE, 7);
    edge.connecting(T);
    const { topic, payload } = rebirthRequest(NODE, T);
    expect(edge.commandFilters).toEqual([topic, "spBv1.0/presage/DCMD/press/+"]);
    expect(edge.command(topic, payload, T)).toEqual([]);
    edge.put("m1", risk(0.1), T);
    const births = edge.birth(T);
    edge.put("m1", risk(0.2), T);
    const again = edge.command(topic, payload, T).map(summary);
    expect(again).toHaveLength(births.length);
    expect(again).toMatchObject([
      [
        "spBv1.0/presage/NBIRTH/press",
        0,
        [
          ["bdSeq", "Int64", 8n],
          ["Node Control/Rebirth", "Boolean", false],
        ],
      ],
      ["spBv1.0/presage/DBIRTH/press/m1", 1, [["risk", "Double", 0.2]]],
    ]);
    expect(edge.command("spBv1.0/presage/NCMD/other", payload, T)).toEqual([]);
    expect(edge.command(topic, Buffer.from("oops"), T)).toEqual([]);
  });
});
