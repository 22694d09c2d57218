import type { Command } from "commander";
import { assetClass, by, comment, config, date } from "./options.ts";

/** Adds `model` with all that can be done with models. */
export function addModelCommands(program: Command): void {
  const model = program.command("model").description("models that score the risk of failure");

  model
    .command("validate")
    .description("try whether a model package may go live: its files, network, golden outputs and latency")
    .argument("<package>", "folder or .tar.gz")
    .addOption(config())
    .option("--json", "print the outcome as JSON")
    .action(async (path: string, options) =>
      (await import("../commands/model-validate.ts")).validateModel(path, options),
    );

  model
    .command("push")
    .description("try a model package and store it in the registry")
    .argument("<package>", "folder or .tar.gz")
    .addOption(config())
    .option("--json", "print what was stored as JSON")
    .action(async (path: string, options) => (await import("../commands/model.ts")).pushModel(path, options));

  model
    .command("list")
    .description("the models of the registry, and what they are there for")
    .addOption(config())
    .option("--json", "print them as JSON")
    .action(async (options) => (await import("../commands/model.ts")).listModels(options));

  model
    .command("history")
    .description("what was live, since when, and who said so")
    .addOption(config())
    .addOption(assetClass())
    .option("--json", "print it as JSON")
    .action(async (options) => (await import("../commands/model.ts")).modelHistory(options));

  model
    .command("show")
    .description("what a model takes and gives, how well it does, what it is for, and its card")
    .argument("[model]", "NAME@VERSION, or the beginning of a digest; default the one that is live")
    .addOption(config())
    .option("--json", "print it as JSON")
    .action(async (wanted: string | undefined, options) =>
      (await import("../commands/model.ts")).showModel(wanted, options),
    );

  model
    .command("promote")
    .description("make a model of the registry live; running scorers take it within a second")
    .argument("<model>", "NAME@VERSION, or the beginning of a digest")
    .addOption(config())
    .addOption(assetClass())
    .addOption(by())
    .addOption(comment())
    .option("--force", "also if it did worse in shadow, by what was found of the machines")
    .option("--json", "print the assignment as JSON")
    .action(async (wanted: string, options) =>
      (await import("../commands/model-assign.ts")).promoteModel(wanted, options),
    );

  model
    .command("rollback")
    .description("make the model before it live again")
    .addOption(config())
    .addOption(assetClass())
    .addOption(by())
    .addOption(comment())
    .option("--json", "print the assignment as JSON")
    .action(async (options) => (await import("../commands/model-assign.ts")).rollbackModel(options));

  model
    .command("shadow")
    .description("let a model of the registry judge the same windows in shadow, without events")
    .argument("<model>", "NAME@VERSION, or the beginning of a digest")
    .addOption(config())
    .addOption(assetClass())
    .addOption(by())
    .addOption(comment())
    .option("--json", "print the assignment as JSON")
    .action(async (wanted: string, options) =>
      (await import("../commands/model-assign.ts")).shadowModel(wanted, options),
    );

  model
    .command("withdraw")
    .description("take the model that is in shadow out of it")
    .addOption(config())
    .addOption(assetClass())
    .addOption(by())
    .addOption(comment())
    .option("--json", "print the assignment as JSON")
    .action(async (options) => (await import("../commands/model-assign.ts")).withdrawModel(options));

  model
    .command("compare")
    .description("how a challenger does beside the model that is live, on the windows that both judged")
    .argument("[model]", "NAME@VERSION, or the beginning of a digest; default the one in shadow")
    .addOption(config())
    .addOption(assetClass())
    .option("--from <time>", "only windows from then on, ISO 8601", date)
    .option("--to <time>", "only windows before, ISO 8601", date)
    .option("--json", "print the comparison as JSON")
    .action(async (wanted: string | undefined, options) =>
      (await import("../commands/model-compare.ts")).compareModels(wanted, options),
    );
}
