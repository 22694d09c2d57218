export { startConsole, type ConsoleOptions } from "./start.ts";
export { CONSOLE_GROUP } from "./ingest/follow.ts";
export type { ModelDesk } from "./models/desk.ts";
