import { describe, expect, it } from "vitest";
import { PresageError } from "./errors.ts";
import type { Contract, Message } from "./message.ts";
import { samples } from "./samples.ts";
import { TOPICS } from "./topics.ts";

describe.each(TOPICS.map((t) => [t.contract.topic, t.contract as Contract<unknown>] as const))(
  "the contract of %s",
  (_topic, contract) => {
    it("gives back its example after encoding and decoding", () => {
      const { key, time } = contract.example;
      expect(contract.decode(key, time, contract.encode(contract.example))).toEqual(contract.example);
    });

    it("refuses bytes of another kind with MESSAGE_MALFORMED", () => {
      let error: unknown;
      try {
        contract.decode("a", 0, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff));
      } catch (e) {
        error = e;
      }
      expect(error).toBeInstanceOf(PresageError);
      expect((error as PresageError).code).toBe("MESSAGE_MALFORMED");
    });
  },
);

describe("a block of samples", () => {
  it("keeps float32 samples bit for bit, also from a view that is not aligned", () => {
    const values = Float32Array.from({ length: 2_560 }, (_, i) => Math.sin(i) * 1e-3);
    const message: Message<typeof samples.example.value> = {
      ...samples.example,
      value: { ...samples.example.value, values },
    };
    const shifted = new Uint8Array(samples.encode(message).byteLength + 1);
    shifted.set(samples.encode(message), 1);
    expect(samples.decode("a", 0, shifted.subarray(1)).value.values).toEqual(values);
  });
});
