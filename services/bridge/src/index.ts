export { createBridge, type Bridge, type BridgeObserver } from "./bridge.ts";
export type { Arrival, Source } from "./intake.ts";
export { intakeFrom } from "./sources.ts";
export { startBridge, type RunningBridge } from "./start.ts";
export { decodeFeedback, type DecodedFeedback } from "./feedback-decoder.ts";
