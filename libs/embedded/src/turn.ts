/** Polls that are worked on in one turn of the event loop: with one, the turns themselves cost too much; with all, the turns are long. */
const POLLS_A_TURN = 4;

interface Waiting {
  readonly rank: number;
  readonly go: () => void;
}

const waiting: Waiting[] = [];

/**
 * Resolves when the caller may work on what it polled. When the log has answered, polls of all stages and partitions are ready at once, and in one go they
 * would keep whoever waits for the network or the log for long. So a few go at a time, the highest rank first, and of one rank the first to ask.
 */
export function turnOf(rank: number): Promise<void> {
  return new Promise((go) => {
    waiting.push({ rank, go });
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  for (let n = 0; n < POLLS_A_TURN && waiting.length > 0; n++) {
    let first = 0;
    for (let i = 1; i < waiting.length; i++)
      if ((waiting[i]?.rank ?? 0) > (waiting[first]?.rank ?? 0)) first = i;
    for (const { go } of waiting.splice(first, 1)) go();
  }
  if (waiting.length > 0) setImmediate(next);
}
