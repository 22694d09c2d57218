import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { Signals } from "../plots/signals.tsx";

/** Faults of a bearing show in the envelope. */
const BEARING: ReadonlySet<string> = new Set([
  "outer-race",
  "inner-race",
  "rolling-element",
  "cage",
  "bearing-wear",
]);

/** The raw signal behind the failure, as it was when the page was opened: who looks at it is not to lose it to a later revision. */
export function FailureSignals({ asset, evidence, mode }: FailureDetail): JSX.Element {
  const [at] = useState(evidence.end);
  return (
    <Signals
      asset={asset}
      at={at}
      first={mode !== undefined && BEARING.has(mode) ? "envelope" : "velocity"}
    />
  );
}
