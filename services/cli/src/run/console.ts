import { CONSOLE_GROUP, startConsole } from "@presage/console";
import { GROUPS } from "../process/lag.ts";
import { openModelDesk } from "../process/model-desk.ts";
import { VERSION } from "../process/version.ts";
import type { Start } from "./start.ts";

export const start: Start = (context, broker) =>
  startConsole(context, broker, {
    version: VERSION,
    inOneProcess: false,
    groups: [...Object.values(GROUPS), CONSOLE_GROUP],
    desk: openModelDesk(context.config),
  });
export const group = CONSOLE_GROUP;
