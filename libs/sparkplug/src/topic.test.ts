import { describe, expect, it } from "vitest";
import { decodePresence, encodePresence } from "./state-message.ts";
import { deviceTopic, groupFilters, isId, nodeTopic, parseTopic, stateTopic } from "./topic.ts";

const NODE = { group: "g", node: "n" };

describe("a Sparkplug topic", () => {
  it("says who speaks and what of", () => {
    expect(parseTopic(nodeTopic(NODE, "NBIRTH"))).toEqual({ ...NODE, verb: "NBIRTH" });
    expect(parseTopic(deviceTopic(NODE, "DDATA", "d"))).toEqual({ ...NODE, verb: "DDATA", device: "d" });
    expect(parseTopic(stateTopic("h"))).toEqual({ verb: "STATE", host: "h" });
    expect(groupFilters([])).toEqual(["spBv1.0/#"]);
    expect(groupFilters(["a", "b"])).toEqual(["spBv1.0/a/#", "spBv1.0/b/#"]);
  });

  it.each([
    "spBv1.0/g/NBIRTH/n/d",
    "spBv1.0/g/DDATA/n",
    "spBv1.0/g/DDATA/n/d/e",
    "spBv1.0/g/OOPS/n",
    "spBv1.0//NBIRTH/n",
    "spBv1.0/g/NBIRTH/",
    "spBv1.0/STATE/h/x",
    "spAv1.0/g/NBIRTH/n",
    "spBv1.0",
    "",
  ])("is not %o", (topic) => {
    expect(parseTopic(topic)).toBeUndefined();
  });

  it("has ids without + # / and not empty ones", () => {
    expect(["a b", "Ü:1", "a.b"].every(isId)).toBe(true);
    expect(["", "a/b", "a+", "#"].some(isId)).toBe(false);
  });
});

describe("a STATE message", () => {
  it("says whether the host is there, and since when", () => {
    const presence = { online: true, timestamp: 1_700_000_000_000 };
    expect(encodePresence(presence)).toBe('{"online":true,"timestamp":1700000000000}');
    expect(decodePresence(Buffer.from(encodePresence(presence)))).toEqual(presence);
  });

  it.each(["", "ONLINE", "null", "[]", '{"online":1,"timestamp":2}', '{"online":true}'])(
    "is not %o",
    (text) => {
      expect(decodePresence(Buffer.from(text))).toBeUndefined();
    },
  );
});
