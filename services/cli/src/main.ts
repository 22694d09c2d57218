#!/usr/bin/env node
import { FAILURE_MODES, LABELS, PresageError } from "@presage/contracts";
import type { Fault } from "@presage/simulator";
import { Argument, Command, Option } from "commander";
import type { ServiceName } from "./commands/run.ts";
import { VERSION } from "./process/version.ts";
import { addBackupCommands } from "./program/backup.ts";
import { addMesCommands } from "./program/mes.ts";
import { addModelCommands } from "./program/model.ts";
import { addPlanCommand } from "./program/plan.ts";
import { addQualityCommands } from "./program/quality.ts";
import { addUserCommands } from "./program/user.ts";
import {
  assetId,
  by,
  comment,
  config,
  count,
  date,
  moment,
  positive,
  speed,
  url,
} from "./program/options.ts";

const FAILED = 1;
const WRONG_USE = 2;

/** What can wear out. Not the simulator's own list, since that would load all signal processing for every command. */
const FAULTS = Object.keys({
  "outer-race": 0,
  "inner-race": 0,
  "rolling-element": 0,
  cage: 0,
  distributed: 0,
  imbalance: 0,
  misalignment: 0,
  looseness: 0,
  overheating: 0,
} satisfies Record<Fault, 0>);

const program = new Command("presage")
  .description("Predictive maintenance: machine signals in over MQTT, predicted failures out to the MES.")
  .version(VERSION)
  .showHelpAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_USE));

program
  .command("up")
  .description("run everything in one process")
  .addOption(config())
  .option("--simulate <machines>", "publish simulated machines, of which one wears out", count, 0)
  .action(async (options) => (await import("./commands/up.ts")).up(options));

program
  .command("run")
  .description("run one service of its own, on Kafka and an MQTT broker")
  .addArgument(
    new Argument("<service>").choices([
      "bridge",
      "features",
      "scorer",
      "grouper",
      "quality",
      "publisher",
      "console",
    ]),
  )
  .addOption(config())
  .action(async (service: ServiceName, options) => (await import("./commands/run.ts")).run(service, options));

program
  .command("topics")
  .description("make the topics in Kafka that are missing, so that services need no right to")
  .addOption(config())
  .option("--json", "print the topics as JSON")
  .action(async (options) => (await import("./commands/topics.ts")).topics(options));

program
  .command("simulate")
  .description("publish simulated machines to a running Presage")
  .addOption(config())
  .addOption(url())
  .option("--machines <n>", "how many", count, 10)
  .option("--wearing <n>", "how many of them wear out", count, 1)
  .addOption(new Option("--fault <name>", "what wears out; default one after the other").choices(FAULTS))
  .option("--every <seconds>", "between two blocks of a machine", positive, 10)
  .option("--life <seconds>", "from new to worn out", positive, 600)
  .option("--history", "publish the machines' past at once, with labels of those that failed, and stop")
  .option("--seed <n>", "which machines, with --history", count, 0)
  .action(async ({ every, life, seed, history = false, ...options }) => {
    const settings = { ...options, every: every * 1e3, life: life * 1e3 };
    if (history)
      await (await import("./commands/simulate-history.ts")).simulateHistory({ ...settings, seed });
    else await (await import("./commands/simulate.ts")).simulate(settings);
  });

program
  .command("replay")
  .description("publish recordings (NAME.json with NAME.i16) as if the machines were running")
  .argument("<dir>", "folder of the recordings")
  .addOption(config())
  .addOption(url())
  .option("--speed <n|max>", "times real time, or max for as fast as acknowledged", speed, 1)
  .option(
    "--compress <n>",
    "recorded seconds per second of event time; default the speed, or 1 at max",
    positive,
  )
  .option("--line <name>", "line level of the topics; default the time of the start")
  .option("--only <text>", "only recordings with this in their name")
  .option("--settings", "print the assets section for presage.yaml and stop")
  .action(async (directory: string, options) => {
    await (await import("./commands/replay.ts")).replay(directory, options);
  });

program
  .command("baseline")
  .description("what an asset is like when it is healthy")
  .command("reset")
  .description("learn an asset's baseline anew: it was repaired, rebuilt or moved")
  .argument("<asset>", "site/area/line/asset", assetId)
  .addOption(config())
  .addOption(url())
  .addOption(by())
  .addOption(comment())
  .option("--json", "print what was said as JSON")
  .action(async (asset: string, options) =>
    (await import("./commands/feedback.ts")).resetBaseline(asset, options),
  );

program
  .command("label")
  .description("say what was found of an asset; predictions are measured by it")
  .argument("<asset>", "site/area/line/asset", assetId)
  .addArgument(new Argument("<label>").choices(LABELS))
  .addOption(config())
  .addOption(url())
  .addOption(new Option("--mode <name>", "what failed").choices(FAILURE_MODES))
  .option("--failure <id>", "the predicted failure that is meant")
  .option("--at <time>", "when it failed or was looked at, ISO 8601; default now", date)
  .addOption(by())
  .addOption(comment())
  .option("--json", "print what was said as JSON")
  .action(async (asset: string, found: (typeof LABELS)[number], options) =>
    (await import("./commands/feedback.ts")).label(asset, found, options),
  );

addModelCommands(program);
addMesCommands(program);
addUserCommands(program);
addQualityCommands(program);
addPlanCommand(program);
addBackupCommands(program);

program
  .command("export")
  .description("write what the log holds into a Parquet file, for pandas, polars, DuckDB and others")
  .addOption(
    new Option(
      "--what <table>",
      "features of every sensor and window, predictions of every window, or labels",
    )
      .choices(["features", "predictions", "labels"])
      .makeOptionMandatory(),
  )
  .option("--from <time>", "only from then on: ISO 8601, or -7d, -12h, -30m, now; default all", moment)
  .option("--to <time>", "only before then; default all", moment)
  .option("--asset <text>", "only assets with this in their path")
  .option("--out <file>", "default the table's name with .parquet")
  .addOption(config())
  .option("--json", "print what was written as JSON")
  .action(async (options) => (await import("./commands/export.ts")).exportLog(options));

program
  .command("features")
  .description("print the features of a recording, a line of JSON per snapshot and axis")
  .argument("<file>", "NAME.json of a recording, NAME.i16 beside it")
  .action(async (file: string) =>
    (await import("./commands/features.ts")).features(file, (line) => void process.stdout.write(`${line}\n`)),
  );

program
  .command("backtest")
  .description(
    "run recordings through the pipeline and report how well and how early it announced their failures",
  )
  .argument("<dir>", "folder of the recordings (NAME.json with NAME.i16)")
  .requiredOption("--out <dir>", "folder for report.json and report.html")
  .option("--model <dir>", "folder of a model package; default that of the configuration")
  .addOption(config())
  .option("--only <text>", "only recordings with this in their name")
  .option("--temperature-limit <Cel>", "absolute limit of the recorded machines; default none", Number)
  .option("--json", "print the summary as JSON")
  .action(async (directory: string, options) =>
    (await import("./commands/backtest.ts")).backtest(directory, options),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof PresageError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = FAILED;
}
