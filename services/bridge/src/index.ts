export { createBridge, type Bridge, type BridgeObserver } from "./bridge.ts";
export type { Arrival, Source } from "./intake.ts";
