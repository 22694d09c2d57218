import { startFeatures } from "@presage/features";
import { GROUPS } from "../process/lag.ts";
import type { Start } from "./start.ts";

export const start: Start = startFeatures;
export const group = GROUPS.features;
