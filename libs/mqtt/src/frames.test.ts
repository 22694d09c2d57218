import * as fc from "fast-check";
import { generate, type IPublishPacket, parser } from "mqtt-packet";
import { describe, expect, it } from "vitest";
import { Frames, plainPublish } from "./frames.ts";

/** Packets by their bytes, each as hexadecimal digits. */
function cut(chunks: readonly Buffer[], maxBytes = 1_000_000) {
  const frames: string[] = [];
  const taker = new Frames(maxBytes, (bytes, start, _body, end) =>
    frames.push(bytes.toString("hex", start, end)),
  );
  return { good: chunks.every((chunk) => taker.take(chunk)), frames };
}

/** The bytes in pieces of these lengths, over and over. */
function pieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const result: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    result.push(bytes.subarray(at, at + length));
    at += length;
  }
  return result;
}

const publish = fc.record({
  topic: fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }),
  payload: fc.uint8Array({ maxLength: 20_000 }).map((bytes) => Buffer.from(bytes)),
  qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
  dup: fc.boolean(),
  retain: fc.boolean(),
  messageId: fc.integer({ min: 1, max: 65_535 }),
  version: fc.constantFrom(4 as const, 5 as const),
});

const bytesOf = ({ version, ...packet }: typeof publish extends fc.Arbitrary<infer T> ? T : never): Buffer =>
  generate(
    { cmd: "publish", ...packet, dup: packet.qos > 0 && packet.dup },
    {
      protocolVersion: version,
    },
  );

describe("packets in a stream", () => {
  it("are the same however the stream is cut into chunks", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(publish, { maxLength: 8 }), lengths, (packets, sizes) => {
        const all = packets.map(bytesOf);
        expect(cut(pieces(Buffer.concat(all), sizes))).toEqual({
          good: true,
          frames: all.map((bytes) => bytes.toString("hex")),
        });
      }),
      { numRuns: 100 },
    );
  });

  it("are refused if their length takes more than four bytes, or as soon as they announce more than they may have", () => {
    expect(cut([Buffer.of(0x30, 0xff, 0xff, 0xff, 0xff)]).good).toBe(false);
    expect(cut([Buffer.of(0x30), Buffer.of(0xff, 0xff), Buffer.of(0xff, 0xff, 1)]).good).toBe(false);
    expect(cut([Buffer.of(0x30, 98)], 100).good).toBe(true);
    expect(cut([Buffer.of(0x30, 99)], 100).good).toBe(false);
  });
});

describe("PUBLISH without properties", () => {
  it("says what the codec says of it", () => {
    fc.assert(
      fc.property(publish, (packet) => {
        const bytes = bytesOf(packet);
        let expected: IPublishPacket | undefined;
        parser({ protocolVersion: packet.version })
          .on("packet", (parsed) => (expected = parsed as IPublishPacket))
          .parse(bytes);
        let read: IPublishPacket | undefined;
        new Frames(1_000_000, (all, start, body, end) => {
          read = plainPublish(all, start, body, end, packet.version);
        }).take(bytes);
        const { topic, payload, qos, dup, retain, messageId } = expected ?? {};
        expect({ ...read, messageId: read?.messageId }).toEqual({
          cmd: "publish",
          topic,
          payload,
          qos,
          dup,
          retain,
          messageId,
        });
      }),
      { numRuns: 300 },
    );
  });

  it("is left to the codec if it has properties, is another packet, or is malformed", () => {
    const read = (bytes: Buffer, version: 4 | 5) => plainPublish(bytes, 0, 2, bytes.length, version);
    const properties = { contentType: "text/plain" };
    const packet = { cmd: "publish", topic: "a", payload: "b", qos: 0, dup: false, retain: false } as const;
    expect(read(generate({ ...packet, properties }, { protocolVersion: 5 }), 5)).toBeUndefined();
    expect(read(Buffer.of(0x40, 2, 0, 1), 4)).toBeUndefined(); // PUBACK
    expect(read(Buffer.of(0x36, 5, 0, 1, 0x61, 0, 1), 4)).toBeUndefined(); // QoS 3
    expect(read(Buffer.of(0x32, 3, 0, 1, 0x61), 4)).toBeUndefined(); // no packet id
    expect(read(Buffer.of(0x30, 1, 0), 4)).toBeUndefined(); // half a length
    expect(read(Buffer.of(0x30, 3, 0, 9, 0x61), 4)).toBeUndefined(); // half a topic
    expect(read(Buffer.of(0x30, 3, 0, 1, 0x61), 5)).toBeUndefined(); // no length of properties
  });
});
