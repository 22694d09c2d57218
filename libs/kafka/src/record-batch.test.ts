import { crc32c, Reader, readRecordsBatch } from "@platformatic/kafka";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchHead, encodeRecords, nextSequence, type Record } from "./record-batch.ts";

const PRODUCER = { id: 4711n, epoch: 3, sequence: 2 ** 31 - 2, transactional: true };

/** What the client reads, which is what Kafka wrote. */
const read = (batch: Buffer) => readRecordsBatch(Reader.from(batch));

const bytes = fc.uint8Array({ maxLength: 300 });
const record: fc.Arbitrary<Record> = fc.record({
  key: fc.string({ maxLength: 80, unit: "grapheme" }),
  value: fc.option(bytes),
  headers: fc.array(fc.tuple(fc.string({ maxLength: 70, unit: "grapheme" }), bytes), { maxLength: 3 }),
});

describe("a batch of records", () => {
  it("is read again as it was, whatever is in it", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 200 }), (records) => {
        const encoded = encodeRecords(records, 1_700_000_000_000);
        const batch = read(Buffer.concat([batchHead(encoded, PRODUCER), encoded.bytes]));
        expect(batch.records).toHaveLength(records.length);
        expect(
          batch.records.map(({ key, value, headers, offsetDelta, timestampDelta }) => ({
            key: key?.toString("utf8"),
            value: value ?? null,
            headers: headers.map(([name, content]) => [name?.toString("utf8"), content]),
            offsetDelta,
            timestampDelta,
          })),
        ).toEqual(
          records.map(({ key, value, headers }, offsetDelta) => ({
            key,
            value: value && Buffer.from(value),
            headers: headers.map(([name, content]) => [name, Buffer.from(content)]),
            offsetDelta,
            timestampDelta: 0n,
          })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("says who made it, when, and how long it is, and has the checksum of all behind it", () => {
    const encoded = encodeRecords([{ key: "a", value: Buffer.from("b"), headers: [] }], 1_700_000_000_000);
    const batch = Buffer.concat([batchHead(encoded, PRODUCER), encoded.bytes]);
    const { records, ...head } = read(batch);
    expect(records).toHaveLength(1);
    expect(head).toEqual({
      firstOffset: 0n,
      length: batch.length - 12,
      partitionLeaderEpoch: 0,
      magic: 2,
      crc: crc32c(batch.subarray(21)),
      attributes: 16,
      lastOffsetDelta: 0,
      firstTimestamp: 1_700_000_000_000n,
      maxTimestamp: 1_700_000_000_000n,
      producerId: 4711n,
      producerEpoch: 3,
      firstSequence: 2_147_483_646,
    });
  });

  it("numbers records on from 0 behind the greatest number of 32 bits", () => {
    // Apache Kafka, DefaultRecordBatchTest.testIncrementSequence.
    expect(nextSequence(0, 10)).toBe(10);
    expect(nextSequence(2 ** 31 - 1, 1)).toBe(0);
    expect(nextSequence(2 ** 31 - 5, 9)).toBe(4);
  });
});
