const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const E = 0x65;
const COMMA = 0x2c;
const CLOSE_LIST = 0x5d;

/** The greatest power of ten that is exact as a double, and all up to it. */
const MOST_POWER = 22;
const POWERS = Float64Array.from({ length: MOST_POWER + 1 }, (_, i) => Number(`1e${i}`));

/** As many digits are counted in an integer of 32 bits. */
const SHORT = 9;
/** The longest whole part, and the longest fraction after its first zeros. */
const LONG = 2 * SHORT;
/** Above the relative error of a number of such parts: no more than fifteen roundings of 2^-53 each, and those of whoever bounds it. */
const LONG_ERROR = 2 ** -48;

/** Samples of the payload that is being scanned; kept, since a new one each time would cost more than the scan. */
let scratch = new Float64Array(4_096);

/**
 * Reads JSON's numbers from bytes. Digits that are a whole number up to 2^53, and a power of ten up to 22 that they are multiplied
 * with or divided by, are both exact as doubles, so that their product or quotient is rounded once and is what JSON.parse gives.
 * Source: W. D. Clinger, How to read floating point numbers accurately, 1990.
 */
export class NumberScanner {
  readonly bytes: Uint8Array;
  at = 0;
  /** Relative error of the samples; 0 if all are what JSON.parse gives. */
  error = 0;
  readonly samples: Float64Array;
  readonly #most: number;
  #exact = true;

  constructor(bytes: Uint8Array, maxSamples: number) {
    this.bytes = bytes;
    // A sample takes a digit and a comma at least.
    this.#most = Math.min(maxSamples, (bytes.length >> 1) + 1);
    if (scratch.length <= this.#most) scratch = new Float64Array(this.#most + 1);
    this.samples = scratch;
  }

  /** Goes past blanks, and past the byte if it is there. */
  take(byte: number): boolean {
    this.#blanks();
    if (this.#byte(this.at) !== byte) return false;
    this.at++;
    return true;
  }

  atEnd(): boolean {
    this.#blanks();
    return this.at === this.bytes.length;
  }

  /** A number that is what JSON.parse gives, or undefined. */
  exact(): number | undefined {
    this.#blanks();
    return this.#number(this.#most) && this.#exact ? this.samples[this.#most] : undefined;
  }

  /** One sample; returns 1, or undefined if there is none. */
  sample(): number | undefined {
    this.#blanks();
    if (!this.#number(0)) return undefined;
    if (!this.#exact) this.error = LONG_ERROR;
    return 1;
  }

  /** Samples up to the end of the list, whose beginning was taken; returns how many, or undefined if it is no list of numbers. */
  list(): number | undefined {
    this.#exact = true;
    for (let count = 0; ;) {
      if (this.#exact) count = this.#short(count);
      if (count >= this.#most) return undefined;
      if (this.#byte(this.at) <= 0x20) this.#blanks();
      if (!this.#number(count++)) return undefined;
      if (!this.#exact) this.error = LONG_ERROR;
      if (this.#byte(this.at) === COMMA) this.at++;
      else if (this.take(CLOSE_LIST)) return count;
      else if (!this.take(COMMA)) return undefined;
    }
  }

  /** Samples of up to nine digits without exponent, each with a comma behind it: most are, and an integer counts them fast. */
  #short(count: number): number {
    const { bytes, samples } = this;
    const end = bytes.length - 1;
    for (let at = this.at; count < this.#most && at < end;) {
      let byte = bytes[at] as number;
      const negative = byte === MINUS;
      if (negative) byte = bytes[++at] as number;
      const start = at;
      let digits = 0;
      let power = 0;
      while (byte >= ZERO && byte <= NINE && at < end) {
        digits = (digits * 10 + (byte - ZERO)) | 0;
        byte = bytes[++at] as number;
      }
      const whole = at - start;
      if (whole === 0 || (whole > 1 && bytes[start] === ZERO)) break;
      if (byte === POINT && at < end) {
        const point = ++at;
        byte = bytes[at] as number;
        while (byte >= ZERO && byte <= NINE && at < end) {
          digits = (digits * 10 + (byte - ZERO)) | 0;
          byte = bytes[++at] as number;
        }
        power = at - point;
        if (power === 0) break;
      }
      if (byte !== COMMA || whole + power > SHORT) break;
      const size = digits / (POWERS[power] as number);
      samples[count++] = negative ? -size : size;
      this.at = ++at;
    }
    return count;
  }

  /** 0 behind the end. */
  #byte(at: number): number {
    return at < this.bytes.length ? (this.bytes[at] as number) : 0;
  }

  #blanks(): void {
    for (let byte = this.#byte(this.at); byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;)
      byte = this.#byte(++this.at);
  }

  /** Reads a number into a place among the samples. False if there is none, or one beyond what is read here. */
  #number(place: number): boolean {
    const { bytes } = this;
    // No number stands at the end: a payload is an object.
    const end = bytes.length - 1;
    let at = this.at;
    if (at >= end) return false;
    let byte = bytes[at] as number;
    const negative = byte === MINUS;
    if (negative) byte = bytes[++at] as number;
    const start = at;
    let few = 0;
    let power = 0;
    while (byte >= ZERO && byte <= NINE && at < end) {
      few = (few * 10 + (byte - ZERO)) | 0;
      byte = bytes[++at] as number;
    }
    const whole = at - start;
    if (whole === 0 || whole > LONG || (whole > 1 && bytes[start] === ZERO)) return false;
    let digits = few;
    if (whole > SHORT) {
      digits = 0;
      for (let i = start; i < at; i++) digits = digits * 10 + ((bytes[i] as number) - ZERO);
    }
    if (byte === POINT && at < end) {
      const point = ++at;
      byte = bytes[at] as number;
      if (digits === 0) while (byte === ZERO && at < end) byte = bytes[++at] as number;
      // In integers, twice at most: then the digits are more than a double tells apart.
      for (let times = 0; times < 2; times++) {
        few = 0;
        const begin = at;
        const stop = Math.min(end, at + SHORT);
        while (byte >= ZERO && byte <= NINE && at < stop) {
          few = (few * 10 + (byte - ZERO)) | 0;
          byte = bytes[++at] as number;
        }
        digits = digits * (POWERS[at - begin] as number) + few;
        if (at < stop) break;
      }
      power = point - at;
      if (power === 0 || (byte >= ZERO && byte <= NINE)) return false;
    }
    if ((byte | 0x20) === E) {
      byte = this.#byte(++at);
      const down = byte === MINUS;
      if (down || byte === PLUS) byte = this.#byte(++at);
      if (byte < ZERO || byte > NINE) return false;
      let exponent = 0;
      while (byte >= ZERO && byte <= NINE) {
        exponent = exponent * 10 + (byte - ZERO);
        byte = this.#byte(++at);
      }
      power += down ? -exponent : exponent;
    }
    if (power < -2 * MOST_POWER || power > MOST_POWER) return false;
    this.at = at;
    this.#exact = digits <= Number.MAX_SAFE_INTEGER && power >= -MOST_POWER;
    if (power > 0) digits *= POWERS[power] as number;
    else if (power >= -MOST_POWER) digits /= POWERS[-power] as number;
    else digits /= (POWERS[MOST_POWER] as number) * (POWERS[-power - MOST_POWER] as number);
    this.samples[place] = negative ? -digits : digits;
    return true;
  }
}
