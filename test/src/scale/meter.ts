import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Adds up the processor time of this process, all its threads, while work is under way. */
export class Meter {
  /** Seconds. */
  cpu = 0;

  async measure<T>(work: () => T | Promise<T>): Promise<T> {
    const before = process.cpuUsage();
    try {
      return await work();
    } finally {
      const { user, system } = process.cpuUsage(before);
      this.cpu += (user + system) / 1e6;
    }
  }

  /** Microseconds for each of so many. */
  per(count: number): number {
    return (this.cpu * 1e6) / count;
  }
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes that are in use after a collection: objects, and what buffers hold beside them. */
export function heapBytes(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
