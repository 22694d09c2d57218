export { openDatabase, type Database } from "./store/database.ts";
