export { type AssetQuality } from "./asset.ts";
export { qualitySettings, startQuality } from "./start.ts";
export { qualityStage } from "./stage.ts";
