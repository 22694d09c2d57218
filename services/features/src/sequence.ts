/** What is remembered of the numbers that a device gives to a sensor's messages. */
export interface Sequence {
  /** The last number, in the order of the messages' times. */
  readonly last: number;
  /** Numbers that were skipped and may still come: ranges, ends included, oldest first. */
  readonly missing: readonly (readonly [from: number, to: number])[];
}

/** What one number says of its message, and of those that should have come before it. */
export interface Numbered {
  readonly sequence: Sequence;
  readonly lost: number;
  /** It had been counted as lost. */
  readonly recovered: boolean;
  /** It came already, under another time. */
  readonly duplicate: boolean;
  /** The device counts anew. */
  readonly restarted: boolean;
}

/** Ranges kept: what is skipped further back is lost for good, so that a state stays small. */
const MOST_RANGES = 8;

/** A number this far ahead is no loss: the device counts differently now. Twelve days of a message a second. */
const FARTHEST = 2 ** 20;

/** A number this far behind is one that came late or again, not a new count. */
const NEAR = 64;

/** Where counters of devices wrap: 8, 16 and 32 bits. Sparkplug B counts to 255. */
const WRAPS = [2 ** 8, 2 ** 16, 2 ** 32];

/** Takes a message's number; `before` is undefined of a sensor's first. */
export function follow(before: Sequence | undefined, seq: number): Numbered {
  if (before === undefined) return { ...NOTHING, sequence: { last: seq, missing: [] } };
  const { last, missing } = before;
  if (seq === last + 1 && missing.length === 0)
    return {
      lost: 0,
      recovered: false,
      duplicate: false,
      restarted: false,
      sequence: { last: seq, missing },
    };
  const taken = takeBack(missing, seq);
  if (taken !== undefined) return { ...NOTHING, sequence: { last, missing: taken }, recovered: true };
  if (seq > last && seq - last <= FARTHEST) return ahead(before, seq, seq - last - 1);
  if (seq > last) return restart(seq);
  // Only from the last sixteenth of a range, or every restart would be a wrap with many losses.
  const wrap = WRAPS.find((w) => last < w && seq + w - last <= w / 16);
  if (wrap !== undefined) return wrapped(last, seq, wrap);
  // Counts begin at 0 or 1; there a restart is likelier than a message that comes twice under two times.
  if (seq === last || (seq > 1 && last - seq <= NEAR))
    return { ...NOTHING, sequence: before, duplicate: true };
  return restart(seq);
}

/** Whether a number that comes after its window had been counted as lost, and the sequence with it taken back. */
export function recover(before: Sequence | undefined, seq: number): Sequence | undefined {
  const missing = before && takeBack(before.missing, seq);
  return before && missing && { ...before, missing };
}

const NOTHING = { lost: 0, recovered: false, duplicate: false, restarted: false };

const restart = (seq: number): Numbered => ({
  ...NOTHING,
  sequence: { last: seq, missing: [] },
  restarted: true,
});

function ahead({ last, missing }: Sequence, seq: number, lost: number): Numbered {
  // Ranges ahead are of the count before it wrapped: nothing of them comes once this count gets there.
  const still = missing.filter(([from]) => from <= last || from - seq > NEAR);
  const ranges = lost === 0 ? still : [...still, [last + 1, seq - 1] as const].slice(-MOST_RANGES);
  return { ...NOTHING, sequence: { last: seq, missing: ranges }, lost };
}

function wrapped(last: number, seq: number, wrap: number): Numbered {
  const ranges: (readonly [number, number])[] = [
    ...(last + 1 < wrap ? [[last + 1, wrap - 1] as const] : []),
    ...(seq > 0 ? [[0, seq - 1] as const] : []),
  ];
  return { ...NOTHING, sequence: { last: seq, missing: ranges }, lost: seq + wrap - last - 1 };
}

/** The ranges without a number; undefined if it is in none. */
function takeBack(missing: Sequence["missing"], seq: number): Sequence["missing"] | undefined {
  const at = missing.findIndex(([from, to]) => from <= seq && seq <= to);
  const range = missing[at];
  if (range === undefined) return undefined;
  const [from, to] = range;
  const rest = [
    ...(from < seq ? [[from, seq - 1] as const] : []),
    ...(seq < to ? [[seq + 1, to] as const] : []),
  ];
  return [...missing.slice(0, at), ...rest, ...missing.slice(at + 1)].slice(-MOST_RANGES);
}
