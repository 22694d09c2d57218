import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { lacking } from "@presage/testbed";
import { startCluster } from "./cluster.ts";
import { startEmbedded } from "./embedded.ts";
import { FAULT_NAMES, type FaultName, faultOf } from "./faults.ts";
import { printed } from "./table.ts";
import { torture } from "./torture.ts";

const HELP = `npm run torture -- [options]: breaks a plant on this machine part by part, and checks that nothing is lost or doubled

  --seed N         what is sent and what is broken when; default 1
  --minutes M      how long faults are done, about, and at most twice that; default 10
  --only a,b       only these faults; \`none\`: no faults
  --parts a,b      only parts whose names begin so: kafka, bridge-1; default all
  --embedded       \`presage up\` instead of Kafka, Mosquitto and two of each service
  --devices N      default 12
  --every MS       each device sends a message in so many milliseconds; default 200
  --dump FILE      if something is wrong: what was sent, what is in the log and what the MES heard, as JSON, and
                   in FILE.log what the processes said
  --patience S     how long what is left may take in the end; default 180
  --help

Faults: ${FAULT_NAMES.map((name) => `\n  ${name.padEnd(16)} ${faultOf(name).what}`).join("")}

Exit codes: 0 nothing is wrong, 1 something is, 2 wrong use or something is not installed.
`;

function wrongUse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

function asked() {
  try {
    return parseArgs({
      options: {
        seed: { type: "string", default: "1" },
        minutes: { type: "string", default: "10" },
        only: { type: "string" },
        parts: { type: "string", default: "" },
        embedded: { type: "boolean", default: false },
        devices: { type: "string", default: "12" },
        every: { type: "string", default: "200" },
        dump: { type: "string" },
        patience: { type: "string", default: "180" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return wrongUse((error as Error).message);
  }
}

function number(text: string, name: string): number {
  const value = Number(text);
  return value >= 0 ? value : wrongUse(`--${name} must be a number`);
}

function faultsOf(only: string | undefined): readonly FaultName[] {
  if (only === undefined) return FAULT_NAMES;
  if (only === "none") return [];
  return only.split(",").map((name) => {
    const found = FAULT_NAMES.find((each) => each === name);
    return found ?? wrongUse(`there is no fault ${name}; there are ${FAULT_NAMES.join(", ")}`);
  });
}

const options = asked();
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const only = faultsOf(options.only);
if (!options.embedded)
  for (const name of ["kafka", "mosquitto"] as const) {
    const why = lacking(name);
    if (why !== undefined) wrongUse(why);
  }
const began = Date.now();
const say = (what: string): void => {
  const seconds = ((Date.now() - began) / 1e3).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${what}\n`);
};
say("starting");
const plant = await (options.embedded ? startEmbedded() : startCluster());
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void plant.close().finally(() => process.exit(130)));
try {
  const seed = number(options.seed, "seed");
  const seconds = 60 * number(options.minutes, "minutes");
  const report = await torture(plant, {
    seed,
    seconds,
    mostSeconds: 2 * seconds,
    only,
    parts: options.parts.split(","),
    devices: number(options.devices, "devices"),
    everyMs: number(options.every, "every"),
    patienceSeconds: number(options.patience, "patience"),
    say,
  });
  process.stdout.write(`\nseed ${seed}, ${plant.mode}\n\n${printed(report)}\n`);
  if (options.dump !== undefined && report.violations.length > 0) {
    writeFileSync(options.dump, JSON.stringify(report.evidence));
    writeFileSync(`${options.dump}.log`, plant.outputs());
  }
  process.exitCode = report.violations.length === 0 ? 0 : 1;
} finally {
  await plant.close();
}
