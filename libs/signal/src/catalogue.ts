/**
 * How the values of several blocks in one window become one: their mean, root mean square or maximum; `pooled`: the feature is
 * computed once, from the values of all blocks together.
 */
export type Over = "mean" | "rms" | "max" | "pooled";

/** What a feature is: the contract with models, and what documentation and tooltips say. */
export interface FeatureEntry {
  /** Unique within its quantity. */
  readonly name: string;
  readonly quantity: "acceleration" | "temperature" | "scalar";
  /** UCUM; `1` if it has none, `*` for the sensor's own. */
  readonly unit: string;
  /** y is the block x less its mean, X its spectrum of N lines f, P its one-sided power, m_k the mean of y^k. */
  readonly formula: string;
  readonly source: string;
  /** Values outside cannot be; ends included, null for none. */
  readonly range: readonly [least: number | null, most: number | null];
  readonly over: Over;
}

type Row = readonly [
  name: string,
  unit: string,
  over: Over,
  range: FeatureEntry["range"],
  formula: string,
  source: string,
];

const ANY = [null, null] as const;
const POSITIVE = [0, null] as const;

const RANDALL_ANTONI = "Randall & Antoni 2011";
const ENVELOPE = "of E, the amplitude spectrum of the envelope of 2-10 kHz";

const faults = ["bpfo", "bpfi", "bsf", "ftf"].flatMap((part): Row[] => [
  [
    `envelope_${part}`,
    "g",
    "mean",
    POSITIVE,
    `greatest line ${ENVELOPE} within 2 % of ${part.toUpperCase()}; needs shaft speed and bearing`,
    RANDALL_ANTONI,
  ],
  [
    `envelope_${part}_ratio`,
    "1",
    "mean",
    POSITIVE,
    `envelope_${part} / envelope_floor; needs shaft speed and bearing`,
    RANDALL_ANTONI,
  ],
]);

const orders = [1, 2, 3].map((order): Row => [
  `order_${order}x`,
  "g",
  "mean",
  POSITIVE,
  `greatest 2|X|/N within 2 % of ${order} x shaft speed; needs shaft speed`,
  "Randall 2021",
]);

const velocities = (
  [
    ["velocity_1x", "velocity RMS at the shaft's speed"],
    ["velocity_2x", "velocity RMS at twice the shaft's speed"],
    ["velocity_harmonics", "sqrt(sum of squares of the velocity RMS) at 3x to 10x"],
    ["velocity_subharmonics", "sqrt(sum of squares of the velocity RMS) at 0.5x, 1.5x, 2.5x"],
  ] as const
).map(([name, what]): Row => [
  name,
  "mm/s",
  "rms",
  POSITIVE,
  `${what}: sqrt(4/3 sum of |H|^2)/N / (2 pi f) of three lines H, Hann-windowed X, in m/s^2; needs shaft speed`,
  "Randall 2021",
]);

const scores = (
  [
    ["evidence_outer_race", "BPFO"],
    ["evidence_inner_race", "BPFI, sidebands of shaft speed"],
    ["evidence_rolling_element", "BSF, 2 BSF, sidebands of FTF"],
    ["evidence_cage", "FTF"],
  ] as const
).map(([name, comb]): Row => [
  name,
  "1",
  "mean",
  [0, 1],
  `r^2/(1 + r^2), r: mean log excess of 1x to 5x ${comb} in the squared envelope, by its threshold; needs shaft speed and bearing`,
  RANDALL_ANTONI,
]);

const VIBRATION: readonly Row[] = [
  ["mean", "g", "mean", ANY, "mean of x", "definition"],
  ["rms", "g", "rms", POSITIVE, "sqrt(m2)", "ISO 20816-1"],
  ["peak", "g", "max", POSITIVE, "max |y|", "ISO 20816-1"],
  ["peak_to_peak", "g", "max", POSITIVE, "max x - min x", "ISO 20816-1"],
  ["crest_factor", "1", "max", POSITIVE, "peak / rms", "definition"],
  ["skewness", "1", "mean", ANY, "m3 / m2^1.5", "Joanes & Gill 1998, g1"],
  ["kurtosis", "1", "mean", POSITIVE, "m4 / m2^2; 3 for Gaussian noise", "Joanes & Gill 1998, g2 + 3"],
  [
    "velocity_rms",
    "mm/s",
    "rms",
    POSITIVE,
    "sqrt(sum of P / (2 pi f)^2) over 10-1000 Hz, in m/s^2",
    "ISO 20816-3",
  ],
  ["spectral_centroid", "Hz", "mean", POSITIVE, "sum of f P / sum of P", "Peeters 2004"],
  ["band_rms_10_1000", "g", "rms", POSITIVE, "sqrt(sum of P) over [10, 1000) Hz", "Parseval's relation"],
  ["band_rms_1000_4000", "g", "rms", POSITIVE, "sqrt(sum of P) over [1000, 4000) Hz", "Parseval's relation"],
  [
    "band_rms_4000_nyquist",
    "g",
    "rms",
    POSITIVE,
    "sqrt(sum of P) from 4000 Hz to the Nyquist frequency",
    "Parseval's relation",
  ],
  ...orders,
  ["envelope_floor", "g", "mean", POSITIVE, `median over 5-1000 Hz ${ENVELOPE}`, RANDALL_ANTONI],
  ...faults,
  [
    "band_kurtosis",
    "1",
    "mean",
    ANY,
    "greatest E|c|^4 / (E|c|^2)^2 - 2 of the complex envelope c of a band, single knocks left out",
    "Antoni 2007",
  ],
  ...velocities,
  ...scores,
];

const KELVIN_ZERO = -273.15;

const TEMPERATURE: readonly Row[] = [
  ["mean", "Cel", "pooled", [KELVIN_ZERO, null], "mean of x", "definition"],
  ["min", "Cel", "pooled", [KELVIN_ZERO, null], "min x", "definition"],
  ["max", "Cel", "pooled", [KELVIN_ZERO, null], "max x", "definition"],
  [
    "slope",
    "Cel/min",
    "pooled",
    ANY,
    "least squares line through the means of the windows in the trend horizon",
    "Draper & Smith",
  ],
];

const SCALAR: readonly Row[] = [
  ["mean", "*", "pooled", ANY, "mean of x", "definition"],
  ["min", "*", "pooled", ANY, "min x", "definition"],
  ["max", "*", "pooled", ANY, "max x", "definition"],
  ["median", "*", "pooled", ANY, "median of x", "Huber & Ronchetti 2009"],
  ["std", "*", "pooled", POSITIVE, "sqrt(m2)", "definition"],
  ["mad", "*", "pooled", POSITIVE, "median of |x - median|, not scaled", "Huber & Ronchetti 2009"],
];

const entries = (quantity: FeatureEntry["quantity"], rows: readonly Row[]): FeatureEntry[] =>
  rows.map(([name, unit, over, range, formula, source]) => ({
    name,
    quantity,
    unit,
    formula,
    source,
    range,
    over,
  }));

/**
 * Counts up with every change of what a feature is: then values of before cannot be compared with those of after, and a model has to be trained
 * again. A feature that is added changes the second number.
 */
export const CATALOGUE_VERSION = "1.0";

/** Every feature there is, once. */
export const CATALOGUE: readonly FeatureEntry[] = [
  ...entries("acceleration", VIBRATION),
  ...entries("temperature", TEMPERATURE),
  ...entries("scalar", SCALAR),
];
