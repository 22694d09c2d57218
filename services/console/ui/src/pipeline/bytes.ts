/** What base64 stands for. */
export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

// Tab, line feed and carriage return are text; other control characters are not.
// oxlint-disable-next-line no-control-regex -- those are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The bytes as text, if they are UTF-8 of printable characters. `cut`: their end is missing, perhaps within a character. */
export function textOf(bytes: Uint8Array, cut = false): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: cut });
    return CONTROLS.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

const WIDTH = 16;
const HALF = WIDTH / 2;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/** Offset, sixteen bytes in hexadecimal, and what of them can be printed in ASCII: a line each. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += WIDTH) {
    const row = [...bytes.subarray(offset, offset + WIDTH)];
    const [left, right] = [row.slice(0, HALF), row.slice(HALF)].map((half) =>
      half
        .map((byte) => hex(byte, 2))
        .join(" ")
        .padEnd(3 * HALF - 1),
    );
    const printed = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "."));
    lines.push(`${hex(offset, 8)}  ${left}  ${right}  ${printed.join("")}`);
  }
  return lines.join("\n");
}

const KIB = 1_024;

export function sizeText(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  const kib = bytes / KIB;
  if (kib < KIB) return `${Number(kib.toPrecision(2))} KiB`;
  return `${Number((kib / KIB).toPrecision(2))} MiB`;
}
