import type { OperatingStates } from "@presage/baseline";
import type { FeatureWindow } from "@presage/contracts";

/** What was seen of one machine, window by window, in the order of time. */
export interface Life {
  readonly name: string;
  readonly windows: readonly FeatureWindow[];
  /** By which its operating states are told apart. */
  readonly states?: OperatingStates | undefined;
  /** When the machine failed, epoch milliseconds; null if it was still healthy at the end. */
  readonly failure: number | null;
}
