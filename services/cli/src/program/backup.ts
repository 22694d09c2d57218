import type { Command } from "commander";
import { config } from "./options.ts";

/** Adds `backup` and `restore`. */
export function addBackupCommands(program: Command): void {
  program
    .command("backup")
    .description(
      "copy what Presage keeps in its folder (log, console, models) into a new folder, also while it runs",
    )
    .argument("<dir>", "a folder that is empty or not there yet")
    .addOption(config())
    .option("--json", "print what was copied as JSON")
    .action(async (to: string, options) => (await import("../commands/backup.ts")).backup(to, options));

  program
    .command("restore")
    .description("put a backup into the folder of a Presage that does not run")
    .argument("<dir>", "folder of the backup")
    .option("--force", "move aside what is in the folder now")
    .addOption(config())
    .option("--json", "print what was put there as JSON")
    .action(async (from: string, options) => (await import("../commands/backup.ts")).restore(from, options));
}
