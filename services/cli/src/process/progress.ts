/** Shows how far long work is: a bar that is drawn over on a terminal, a line now and then elsewhere. */
export interface Progress {
  update(done: number, note?: string): void;
  end(): void;
}

const WIDTH = 30;
const DRAW_MS = 100;
const LINE_MS = 10_000;

const clock = (seconds: number): string =>
  Number.isFinite(seconds)
    ? `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`
    : "–:––";

export function progressBar(
  label: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  const begin = performance.now();
  let drawn = -Infinity;

  function draw(done: number, note: string): void {
    const share = total === 0 ? 1 : done / total;
    const elapsed = (performance.now() - begin) / 1e3;
    const left = share > 0 ? (elapsed / share) * (1 - share) : Infinity;
    const filled = Math.round(share * WIDTH);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const rate = elapsed > 0 ? Math.round(done / elapsed) : 0;
    const text = `${(share * 100).toFixed(0).padStart(3)} %  ${done}/${total}  ${rate}/s  ${clock(left)} left  ${note}`;
    stream.write(stream.isTTY ? `\r${label} ${bar} ${text}\u001b[K` : `${label} ${text}\n`);
  }

  let final: readonly [number, string] = [0, ""];
  return {
    update(done, note = "") {
      final = [done, note];
      const now = performance.now();
      if (now - drawn < (stream.isTTY ? DRAW_MS : LINE_MS)) return;
      drawn = now;
      draw(done, note);
    },
    end() {
      draw(...final);
      if (stream.isTTY) stream.write("\n");
    },
  };
}
