import { TYPICAL } from "@presage/scale";
import { type Command, InvalidArgumentError } from "commander";
import { count, positive } from "./options.ts";

function share(text: string): number {
  const value = positive(text);
  if (value >= 1) throw new InvalidArgumentError("must be less than 1");
  return value;
}

/** `presage plan`: what a plant of some size needs. */
export function addPlanCommand(program: Command): void {
  program
    .command("plan")
    .description("print what a plant needs: partitions, processes, cores, memory, network and disk")
    .requiredOption("--assets <n>", "how many assets", positive)
    .option("--axes <n>", "vibration sensors of an asset", count, TYPICAL.axes)
    .option("--samples <n>", "samples of a block of vibration", count, TYPICAL.samples)
    .option("--block-every <seconds>", "between two blocks of a sensor", positive, TYPICAL.blockEvery)
    .option("--slow <n>", "sensors of an asset that send single values", count, TYPICAL.slow)
    .option("--slow-every <seconds>", "between two values of a sensor", positive, TYPICAL.slowEvery)
    .option("--window <seconds>", "length of a window (windows.size)", positive, TYPICAL.window)
    .option("--raw-days <n>", "days that raw blocks are kept in the log", positive, TYPICAL.rawDays)
    .option("--window-days <n>", "days that windows and predictions are", positive, TYPICAL.windowDays)
    .option("--replication <n>", "copies of a partition in Kafka", positive, TYPICAL.replication)
    .option("--headroom <share>", "share of a core that stays free to catch up with", share, TYPICAL.headroom)
    .option(
      "--commit-interval <seconds>",
      "between two commits of a partition (broker.kafka.commitInterval)",
      positive,
      TYPICAL.commitInterval,
    )
    .option("--json", "print the plan as JSON")
    .action(async (options) => (await import("../commands/plan.ts")).plan(options));
}
