import { describe, expect, it } from "vitest";
import { bytesOf, hexDump, sizeText, textOf } from "./bytes.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("bytes", () => {
  it("come from base64", () => expect([...bytesOf("aGVsbG8=")]).toEqual([...bytes("hello")]));

  it("are text if they are, and nothing if they are not", () => {
    expect(textOf(bytes('{"v": "è"}'))).toBe('{"v": "è"}');
    expect(textOf(Uint8Array.of(0x1f, 0x8b, 0x08, 0x00))).toBeUndefined();
    expect(textOf(bytes("a\u0000b"))).toBeUndefined();
    expect(textOf(new Uint8Array())).toBe("");
  });

  it("are text also if their end was cut off within a character", () =>
    expect(textOf(bytes("aè").slice(0, 2), true)).toBe("a"));

  it("are dumped sixteen a line, with what can be printed beside them", () =>
    expect(hexDump(Uint8Array.from({ length: 18 }, (_, i) => 0x3c + i))).toBe(
      [
        "00000000  3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b  <=>?@ABCDEFGHIJK",
        "00000010  4c 4d                                             LM",
      ].join("\n"),
    ));

  it("are counted in units that people use", () => {
    expect(sizeText(7)).toBe("7 B");
    expect(sizeText(65_536)).toBe("64 KiB");
    expect(sizeText(5_000_000)).toBe("4.8 MiB");
  });
});
