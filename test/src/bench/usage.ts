import { readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100; // Linux's USER_HZ

/** CPU time of a process so far, user and system, seconds, and its memory, MiB; from /proc, so on Linux only. */
export function usage(pid: number): { readonly cpu: number; readonly memory: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpu: (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND, memory: Number(rss) / 1024 };
}
