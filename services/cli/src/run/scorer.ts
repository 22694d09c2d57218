import { startScorer } from "@presage/scorer";
import { GROUPS } from "../process/lag.ts";
import { SHIPPED } from "../process/model-path.ts";
import type { Start } from "./start.ts";

export const start: Start = (context, broker) => startScorer(context, broker, SHIPPED);
export const group = GROUPS.scorer;
