const MODULUS = 256;
/** A number this little behind the latest came twice, or late; one further behind is of a node that started anew. */
const NEAR = 16;

/** How a sequence number stands to those before it. */
export type Order =
  /** The next one. */
  | "next"
  /** Some before it are missing now. */
  | "gap"
  /** One that was missing, or that was there before. */
  | "late"
  /** None of this sequence: the birth of a new one was missed. */
  | "astray";

/** The sequence numbers of an edge node since its birth: 0 to 255, then 0 again. Source: Sparkplug 3.0.0, 6.4.1 (seq). */
export class Sequence {
  #latest: number;
  readonly #missing = new Set<number>();

  constructor(first: number) {
    this.#latest = first % MODULUS;
  }

  get complete(): boolean {
    return this.#missing.size === 0;
  }

  take(seq: number): Order {
    const ahead = (seq - this.#latest + MODULUS) % MODULUS;
    if (ahead >= 1 && ahead < MODULUS / 2) {
      for (let i = 1; i < ahead; i++) this.#missing.add((this.#latest + i) % MODULUS);
      this.#missing.delete(seq);
      this.#latest = seq;
      return ahead === 1 ? "next" : "gap";
    }
    if (this.#missing.delete(seq)) return "late";
    return ahead === 0 || MODULUS - ahead <= NEAR ? "late" : "astray";
  }

  /** What is missing will not come any more. */
  giveUp(): void {
    this.#missing.clear();
  }
}
