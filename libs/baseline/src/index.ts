export { type AssetBaseline, type Baselines, learn, reset, UNLEARNED } from "./baseline.ts";
export { type Growth, growth, growths } from "./growth.ts";
export {
  deviation,
  deviations,
  deviationsByName,
  follow,
  type History,
  isDeviation,
  NO_HISTORY,
} from "./history.ts";
export { INDICATOR_NAMES } from "./indicators.ts";
export { type Level, levels } from "./level.ts";
export { type OperatingStates, operatingState } from "./operating-state.ts";
export { extend, ON_TRACK, short, type Track } from "./track.ts";
