import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Finding } from "./finding.ts";

const GIB = 2 ** 30;

/** Less than this, and the log may be full before anybody looks again. */
const LITTLE = 5 * GIB;
const ALMOST_NONE = GIB / 2;

/** The folder of all data: whether it can be written, and how much room there is. */
export async function lookAtFolder(dataDir: string): Promise<readonly Finding[]> {
  const check = "dataDir";
  const folder = resolve(dataDir);
  const there = await firstThatIsThere(folder);
  const isNew = there !== folder;
  if (!(await can(there, constants.W_OK)))
    return [
      {
        check,
        level: "wrong",
        says: `${there} cannot be written`,
        advice: "give the user that runs Presage the right to, or set dataDir",
      },
    ];
  const { bavail, bsize } = await statfs(there);
  const free = bavail * bsize;
  const says = `${folder} ${isNew ? "is made at the first start" : "can be written"}, ${(free / GIB).toFixed(1)} GiB are free`;
  if (free < LITTLE)
    return [
      {
        check,
        level: free < ALMOST_NONE ? "wrong" : "doubt",
        says,
        advice: "make room: a full disk stops the log, and devices' brokers have to keep what comes",
      },
    ];
  return [{ check, level: "good", says }];
}

const can = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

async function firstThatIsThere(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at))
    if (at === dirname(at) || (await can(at, constants.F_OK))) return at;
}
