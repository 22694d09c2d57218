import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashPassword, isPassword, newPassword } from "./password.ts";

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

describe("a password", () => {
  it("is stored with its own salt and the parameters of scrypt that OWASP names, never in clear", async () => {
    const [one, other] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
    expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await isPassword("correct horse", one)).toBe(true);
    expect(await isPassword("correct horsf", one)).toBe(false);
  });

  it("is still right when it was stored with other parameters", async () => {
    // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", N = 16384, r = 8, p = 1).
    const options = { N: 16_384, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
    const key = scryptSync("pleaseletmein", "SodiumChloride", 64, options);
    expect(key.toString("hex").slice(0, 32)).toBe("7023bdcb3afd7348461c06cd81fd38eb");
    const stored = `$scrypt$ln=14,r=8,p=1$${unpadded(Buffer.from("SodiumChloride"))}$${unpadded(key)}`;
    expect(await isPassword("pleaseletmein", stored)).toBe(true);
    expect(await isPassword("pleaseletmeout", stored)).toBe(false);
  });

  it("is never right for nobody, nor for what is no hash", async () => {
    expect(await isPassword("anything at all", undefined)).toBe(false);
    expect(await isPassword("anything at all", "anything at all")).toBe(false);
  });

  it("is the same however the keyboard composes its letters", async () => {
    expect(await isPassword("Mu\u0308hle-am-Bach", await hashPassword("M\u00fchle-am-Bach"))).toBe(true);
  });

  it("can be made up: long, and other every time", () => {
    expect(newPassword()).toMatch(/^[\w-]{24}$/);
    expect(newPassword()).not.toBe(newPassword());
  });
});
