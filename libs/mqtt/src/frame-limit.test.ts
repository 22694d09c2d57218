import { generate } from "mqtt-packet";
import { describe, expect, it } from "vitest";
import { FrameLimit } from "./frame-limit.ts";

const publish = (bytes: number): Buffer =>
  generate({
    cmd: "publish",
    topic: "t",
    payload: Buffer.alloc(bytes, 0xff),
    qos: 0,
    dup: false,
    retain: false,
  });
const PINGRESP = Buffer.of(0xd0, 0);

describe("a frame limit", () => {
  it("accepts packets up to the limit, however the stream is cut into chunks", () => {
    const stream = Buffer.concat([publish(0), PINGRESP, publish(200), publish(20_000), PINGRESP]);
    for (const size of [1, 2, 3, 7, 1_000, stream.length]) {
      const limit = new FrameLimit(publish(20_000).length);
      for (let at = 0; at < stream.length; at += size)
        expect(limit.accepts(stream.subarray(at, at + size))).toBe(true);
    }
  });

  it("refuses a longer packet as soon as its length is known, before its bytes have come", () => {
    const packet = publish(20_000);
    const limit = new FrameLimit(packet.length - 1);
    // A fixed header of four bytes: type, and a remaining length of 20,003 in three.
    expect(limit.accepts(packet.subarray(0, 3))).toBe(true);
    expect(limit.accepts(packet.subarray(3, 4))).toBe(false);
  });

  it("refuses a length of more than four bytes", () => {
    expect(new FrameLimit(2 ** 30).accepts(Buffer.of(0x30, 0x80, 0x80, 0x80, 0x80, 0x01))).toBe(false);
  });
});
