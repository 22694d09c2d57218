/** Layers that cover the density exp(−x²/2) for x ≥ 0, each of area `AREA`; the lowest has the tail beyond `TAIL`. */
const LAYERS = 128;
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

/** Places within a layer. */
const PLACES = 2 ** 23;

const density = (x: number): number => Math.exp(-0.5 * x * x);

/** Right ends of the layers, from the lowest, and the density there; the lowest is as wide as its area wants, the highest ends at 0. */
const ends = new Float64Array(LAYERS + 1);
const heights = new Float64Array(LAYERS + 1);
/** Of each layer: the width of a place, and the places that lie under the density for certain. */
const widths = new Float64Array(LAYERS);
const inside = new Int32Array(LAYERS);

ends[0] = AREA / density(TAIL);
ends[1] = TAIL;
for (let i = 2; i < LAYERS; i++) {
  const x = ends[i - 1] as number;
  ends[i] = Math.sqrt(-2 * Math.log(AREA / x + density(x)));
}
for (let i = 0; i <= LAYERS; i++) heights[i] = density(ends[i] as number);
for (let i = 0; i < LAYERS; i++) {
  widths[i] = (ends[i] as number) / PLACES;
  inside[i] = Math.floor(((ends[i + 1] as number) / (ends[i] as number)) * PLACES);
}

/**
 * A normal random number, mean 0 and standard deviation 1, from 32 random bits and seldom more: the ziggurat method.
 * Of a word, seven bits choose the layer and 24 others a place in it; 98 in 100 places lie under the density for certain.
 * Source: G. Marsaglia, W. W. Tsang, The ziggurat method for generating random variables, Journal of Statistical Software 5 (2000).
 */
export function normal(word: () => number, uniform: () => number): number {
  for (;;) {
    const bits = word();
    const layer = bits & (LAYERS - 1);
    const place = bits >> 8;
    const x = place * (widths[layer] as number);
    if (Math.abs(place) < (inside[layer] as number)) return x;
    if (layer === 0) return Math.sign(place) * tail(uniform);
    const [low, high] = [heights[layer] as number, heights[layer + 1] as number];
    if (low + uniform() * (high - low) < density(x)) return x;
  }
}

/** A number beyond `TAIL`, with the density's own tail (Marsaglia 1964). */
function tail(uniform: () => number): number {
  for (;;) {
    const x = -Math.log(1 - uniform()) / TAIL;
    const y = -Math.log(1 - uniform());
    if (2 * y >= x * x) return TAIL + x;
  }
}
