import { ANCHOR, windowsOf } from "@presage/backtest";
import { readRecordings } from "@presage/recording";
import { createVibrationAnalyzer } from "@presage/signal";
import type { Life } from "./life.ts";

/**
 * Lives of the machines recorded in a folder, window by window as they are judged: a slow sensor sends more often than snapshots are
 * taken, and its baseline is learned from what it sends. Throws `FILE_UNREADABLE`.
 */
export async function readLives(directory: string): Promise<Life[]> {
  const analyzer = await createVibrationAnalyzer();
  const lives: Life[] = [];
  for (const recording of await readRecordings(directory))
    lives.push({
      name: recording.name,
      windows: await windowsOf(recording, analyzer),
      failure: recording.failure === null ? null : ANCHOR + recording.failure * 1e3,
    });
  return lives;
}
