import { startGrouper } from "@presage/grouper";
import { GROUPS } from "../process/lag.ts";
import type { Start } from "./start.ts";

export const start: Start = startGrouper;
export const group = GROUPS.grouper;
