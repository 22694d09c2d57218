import type { SpectrumQuery } from "../../../src/schema/signal.ts";
import { about } from "../resource.ts";

/** A raw block; without a time the latest. */
export interface Block {
  readonly asset: string;
  readonly sensor: string;
  readonly at: number | undefined;
}

/** What is said of the latest block is asked again when there is a newer one; an old block stays as it is. */
export const concerns = ({ asset, at }: Block) => (at === undefined ? about("assets", asset) : () => false);

export type Kind = NonNullable<SpectrumQuery["kind"]>;

export const KINDS = [
  ["velocity", "Velocity spectrum"],
  ["acceleration", "Acceleration spectrum"],
  ["envelope", "Envelope spectrum"],
] as const satisfies readonly (readonly [Kind, string])[];

/** Hz: how far spectra may be asked for. The less far, the finer are the lines of a long block. */
export const HIGHEST: readonly number[] = [200, 500, 1000, 2000, 5000, 10_000];
