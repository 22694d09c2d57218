import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const TICKS_PER_SECOND = 100; // Linux's USER_HZ

/** Processor time so far of a process and of those that it started, seconds; from /proc, so on Linux only. */
export function cpuOf(pid: number): number {
  let ticks = 0;
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const fields = statOf(name);
    if (fields === undefined) continue;
    const [, parent = ""] = fields;
    if (Number(name) !== pid && Number(parent) !== pid) continue;
    // Of the process itself, and of its children that have ended.
    const own = [11, 12, ...(Number(name) === pid ? [13, 14] : [])];
    for (const field of own) ticks += Number(fields[field]);
  }
  return ticks / TICKS_PER_SECOND;
}

/** Fields of /proc/PID/stat from the state on; undefined of a process that has just ended. */
function statOf(pid: string): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ");
  } catch {
    return undefined;
  }
}

/** Bytes of the files below the folder that a server works in, of those whose path `counts`. */
export function filesOf(pid: number, counts: (path: string) => boolean): number {
  const root = `/proc/${pid}/cwd/`;
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter(counts)
    .reduce((sum, path) => sum + sizeOf(join(root, path)), 0);
}

function sizeOf(path: string): number {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0; // deleted since
  }
}
