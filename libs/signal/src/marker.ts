import type { SpectrumKind } from "./amplitude-spectrum.ts";
import type { FaultFrequencies } from "./bearing.ts";
import { WITH_SIDEBANDS } from "./comb.ts";

/** Where in a spectrum a known frequency of the machine is. */
export interface Marker {
  /** `1x`, `BPFO`, `2x BPFO`, `BPFI + 1x`. */
  readonly label: string;
  readonly hz: number;
  readonly kind: "shaft" | "BPFO" | "BPFI" | "BSF" | "FTF";
  /** Whether it stands beside a multiple, and is not one. */
  readonly sideband: boolean;
}

/** What is known of the machine, Hz. */
export interface KnownFrequencies {
  readonly shaftHz?: number | undefined;
  readonly faults?: FaultFrequencies | undefined;
}

const SHAFT_ORDERS = upTo(10);

/** A load that turns with the shaft modulates, too: 1x is often the greatest line of an envelope. */
const MODULATING_ORDERS = upTo(3);
const RING_MULTIPLES = upTo(6);
const CAGE_MULTIPLES = upTo(4);

/** Those of BSF, and those of twice BSF, with which a ball strikes both rings. */
const BALL_MULTIPLES = [1, 2, 3, 4, 5, 6, 8, 10, 12];

/** As the diagnosis has them: those of the first two multiples of BPFI, of BSF and of twice BSF. */
const RING_WITH_SIDEBANDS = upTo(WITH_SIDEBANDS);
const BALL_WITH_SIDEBANDS = [1, 2, 4];

/** An inner ring's defect passes the load once a turn; its envelope has sidebands of 1x and, as the load zone is no sine, 2x. */
const SHAFT_SIDEBANDS = [1, 2];

/**
 * Markers above 0 and up to `maxHz`, ascending. Of a spectrum of acceleration or velocity the shaft's orders 1x to 10x; of one of
 * an envelope 1x to 3x, the multiples 1 to 6 of BPFO, BPFI and BSF, more of twice BSF, 1 to 4 of FTF, and the sidebands BPFI ± 1x and
 * ± 2x, BSF ± FTF of the first ones. None of what is not known.
 *
 * Source: R. B. Randall, J. Antoni, Rolling element bearing diagnostics – a tutorial, Mechanical Systems and Signal
 * Processing 25 (2011), table 1 and section 3.
 */
export function markersOf(
  { shaftHz, faults }: KnownFrequencies,
  kind: SpectrumKind,
  maxHz: number,
): Marker[] {
  const markers =
    kind === "envelope"
      ? [...ofShaft(shaftHz, MODULATING_ORDERS), ...ofBearing(shaftHz, faults)]
      : ofShaft(shaftHz, SHAFT_ORDERS);
  return markers.filter(({ hz }) => hz > 0 && hz <= maxHz).toSorted((a, b) => a.hz - b.hz);
}

function ofShaft(shaftHz: number | undefined, orders: readonly number[]): Marker[] {
  if (shaftHz === undefined) return [];
  return orders.map((order) => ({
    label: `${order}x`,
    hz: order * shaftHz,
    kind: "shaft",
    sideband: false,
  }));
}

function ofBearing(shaftHz: number | undefined, faults: FaultFrequencies | undefined): Marker[] {
  if (faults === undefined) return [];
  const { bpfo, bpfi, bsf, ftf } = faults;
  return [
    ...multiplesOf("BPFO", bpfo, RING_MULTIPLES),
    ...multiplesOf("BPFI", bpfi, RING_MULTIPLES),
    ...multiplesOf("BSF", bsf, BALL_MULTIPLES),
    ...multiplesOf("FTF", ftf, CAGE_MULTIPLES),
    ...multiplesOf("BSF", bsf, BALL_WITH_SIDEBANDS).flatMap((carrier) => besides(carrier, "FTF", ftf)),
    ...multiplesOf("BPFI", bpfi, RING_WITH_SIDEBANDS).flatMap((carrier) =>
      shaftHz === undefined
        ? []
        : SHAFT_SIDEBANDS.flatMap((order) => besides(carrier, `${order}x`, order * shaftHz)),
    ),
  ];
}

const multiplesOf = (kind: Marker["kind"], hz: number, multiples: readonly number[]): Marker[] =>
  multiples.map((n) => ({ label: n === 1 ? kind : `${n}x ${kind}`, hz: n * hz, kind, sideband: false }));

const besides = ({ label, hz, kind }: Marker, name: string, apart: number): Marker[] => [
  { label: `${label} - ${name}`, hz: hz - apart, kind, sideband: true },
  { label: `${label} + ${name}`, hz: hz + apart, kind, sideband: true },
];

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}
