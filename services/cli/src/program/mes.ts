import { type Command, Option } from "commander";
import { assetId, config } from "./options.ts";

/** Adds `mes` with what concerns the profile by which the MES is told. */
export function addMesCommands(program: Command): void {
  const mes = program.command("mes").description("how the MES is told, and how it answers");

  mes
    .command("profiles")
    .description("the profiles that come with Presage")
    .option("--json", "print them as JSON")
    .action(async (options) => (await import("../commands/mes.ts")).listProfiles(options));

  mes
    .command("preview")
    .description(
      "show what a profile makes of sample events, and of the MES's answer, before anything is published",
    )
    .option(
      "--profile <name|file>",
      "one that comes with Presage, or a YAML file; default that of the configuration",
    )
    .option("--asset <site/area/line/asset>", "the asset that the samples are about", assetId)
    .option(
      "--event <file>",
      "a CloudEvent of Presage in JSON, as one from the plain profile, in the place of the samples",
    )
    .option("--feedback <file>", "a message of the MES, in the place of the profile's example")
    .addOption(config())
    .addOption(new Option("--json", "print topics, payloads and the feedback as JSON"))
    .action(async (options) => (await import("../commands/mes.ts")).previewProfile(options));
}
