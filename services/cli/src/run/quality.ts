import { startQuality } from "@presage/quality";
import { GROUPS } from "../process/lag.ts";
import type { Start } from "./start.ts";

export const start: Start = startQuality;
export const group = GROUPS.quality;
