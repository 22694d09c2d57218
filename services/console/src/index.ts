export { startConsole } from "./start.ts";
export { CONSOLE_GROUP } from "./ingest/follow.ts";
