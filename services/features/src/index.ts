export { type AssetSettings, DEFAULTS, type FeaturesConfig, type SensorSettings } from "./config.ts";
export { type FeatureState, featureStage } from "./stage.ts";
export { startFeatures } from "./start.ts";
