import type { Command } from "commander";
import { config, positive } from "./options.ts";

/** Adds `doctor` and `quality`: how the installation is, and how data comes in. */
export function addQualityCommands(program: Command): void {
  program
    .command("doctor")
    .description(
      "look at an installation: what is wrong with it, and which MQTT quality of service its sources should have",
    )
    .option("--hours <n>", "how far back the messages of the sources are looked at", positive, 24)
    .addOption(config())
    .option("--json", "print the findings as JSON")
    .action(async (options) => (await import("../commands/doctor.ts")).doctor(options));

  program
    .command("quality")
    .description("how the data of each sensor came in on a day, and which requirements are not met now")
    .option("--day <day>", "as 2026-11-28, in UTC; default the last one that is over")
    .option("--asset <text>", "only assets with this in their path")
    .addOption(config())
    .option("--json", "print it as JSON")
    .action(async (options) => (await import("../commands/quality.ts")).quality(options));
}
