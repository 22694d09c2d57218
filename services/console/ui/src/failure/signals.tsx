import type { JSX } from "preact";

/** The raw signal behind the failure. Its plots go here: `<Signals asset={asset} at={at} />` of `../plots/signals.tsx`. */
export function FailureSignals({ asset, at }: { asset: string; at: number }): JSX.Element {
  return <section class="failure-signals" data-asset={asset} data-at={at} />;
}
