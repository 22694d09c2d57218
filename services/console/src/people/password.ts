import { randomBytes, scrypt as scryptWithCallback, type ScryptOptions, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const scrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptWithCallback);

/** One of the equivalent settings that the OWASP password storage cheat sheet names: 2^15 x 8 x 3, 32 MiB. */
const COST = { ln: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const MAX_MEMORY = 256 * 1024 * 1024;

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Characters that a password must have, and may have at most. */
export const LEAST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;

interface Hash {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** What is stored of a password: a PHC string, `$scrypt$ln=15,r=8,p=3$salt$key`, other every time. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, { ...COST, salt }, KEY_BYTES);
  const { ln, r, p } = COST;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(key)}`;
}

/** Whether it is the password; takes as long if there is nothing to compare it with, which is never right. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const hash = (stored === undefined ? undefined : parse(stored)) ?? NOBODY;
  const key = await derive(password, hash, hash.key.length);
  return timingSafeEqual(key, hash.key) && hash !== NOBODY;
}

/** A password that nobody has to think up: 144 random bits. */
export const newPassword = (): string => randomBytes(18).toString("base64url");

const NOBODY: Hash = { ...COST, salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES) };

function parse(stored: string): Hash | undefined {
  const [, ln, r, p, salt, key] = PHC.exec(stored) ?? [];
  if (salt === undefined || key === undefined) return undefined;
  const bytes = (text: string): Buffer => Buffer.from(text, "base64");
  return { ln: Number(ln), r: Number(r), p: Number(p), salt: bytes(salt), key: bytes(key) };
}

/** The same letters in another composition, as another keyboard may write them, are the same password. */
const derive = (password: string, { ln, r, p, salt }: Omit<Hash, "key">, length: number): Promise<Buffer> =>
  scrypt(password.normalize("NFC"), salt, length, { N: 2 ** ln, r, p, maxmem: MAX_MEMORY });

const base64 = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");
