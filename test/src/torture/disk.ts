import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own in memory, to be filled up. */
export interface Disk {
  readonly directory: string;
  /** Writes until nothing more fits. */
  fill(): void;
  free(): void;
  close(): void;
}

const PIECE = Buffer.alloc(65_536);

/** Undefined where this process may not mount one: it must be root, on Linux. */
export function openDisk(mebibytes: number): Disk | undefined {
  const directory = mkdtempSync(join(tmpdir(), "presage-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "presage-torture", directory];
  if (spawnSync("mount", options, { stdio: "ignore" }).status !== 0) {
    rmSync(directory, { recursive: true });
    return undefined;
  }
  const ballast = join(directory, "ballast");
  return {
    directory,
    fill() {
      const file = openSync(ballast, "w");
      try {
        for (let piece = PIECE; piece.length > 0;)
          try {
            writeSync(file, piece);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
            piece = piece.subarray(0, Math.floor(piece.length / 2));
          }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    close() {
      execFileSync("umount", ["-l", directory]);
      rmSync(directory, { recursive: true });
    },
  };
}
