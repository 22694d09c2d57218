export { type IntakeNews, type IntakeSettings, startIntake } from "./ingest/start.ts";
export { startConsole, type ConsoleOptions } from "./start.ts";
export { CONSOLE_GROUP } from "./ingest/follow.ts";
export { openDatabase } from "./store/database.ts";
export { storeOptions } from "./store/options.ts";
export { addUser, listUsers, removeUser, setPassword, setRole } from "./people/account.ts";
export { newPassword } from "./people/password.ts";
export type { Role } from "./schema/session.ts";
export type { ModelDesk } from "./models/desk.ts";
