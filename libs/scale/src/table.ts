import { SERVICES } from "./flows.ts";
import type { Plan } from "./plan.ts";

const STEPS = ["", "k", "M", "G", "T", "P"] as const;

/** Three digits and a decimal prefix: `1.64 GB/s`. */
function sized(value: number, unit: string): string {
  let step = 0;
  let rest = value;
  while (rest >= 999.5 && step < STEPS.length - 1) [rest, step] = [rest / 1e3, step + 1];
  return `${Number(rest.toPrecision(3))} ${STEPS[step] ?? ""}${unit}`;
}

const count = (value: number): string => Number(value.toPrecision(3)).toLocaleString("en");
const cores = (value: number): string =>
  value < 0.01 ? "< 0.01" : String(Number(value.toFixed(value < 10 ? 2 : 0)));

type Line = readonly [what: string, figure: (plan: Plan) => string];

const LINES: readonly Line[] = [
  ["messages from devices", ({ mqtt }) => `${count(mqtt.messagesIn)}/s`],
  ["windows", ({ rates }) => `${count(rates.windows)}/s`],
  ["partitions", ({ partitions }) => count(partitions)],
  ...SERVICES.map((service): Line => [
    `${service}: processes, cores in all, memory of each`,
    ({ services }) => {
      const { instances, cores: used, memory } = services[service];
      return `${count(instances)}, ${cores(used)}, ${sized(memory, "B")}`;
    },
  ]),
  [
    "a process that takes over: states are read in",
    ({ services }) => `${Math.max(...SERVICES.map((s) => services[s].restore)).toFixed(1)} s`,
  ],
  ["Kafka: brokers, cores in all", ({ kafka }) => `${count(kafka.brokers)}, ${cores(kafka.cores)}`],
  ["Kafka: transactions", ({ kafka }) => `${count(kafka.transactions)}/s`],
  ["Kafka: from producers", ({ kafka }) => sized(kafka.in, "B/s")],
  ["Kafka: between brokers", ({ kafka }) => sized(kafka.copies, "B/s")],
  ["Kafka: to consumers", ({ kafka }) => sized(kafka.out, "B/s")],
  ["Kafka: disk", ({ kafka }) => sized(kafka.disk, "B")],
  ["MQTT: sessions of devices", ({ mqtt }) => count(mqtt.sessions)],
  ["MQTT: in", ({ mqtt }) => sized(mqtt.in, "B/s")],
  ["MQTT: out to the MES", ({ mqtt }) => `${count(mqtt.messagesOut)}/s, ${sized(mqtt.out, "B/s")}`],
  [
    "PostgreSQL: windows written, cores, disk",
    ({ store }) => `${count(store.windows)}/s, ${cores(store.cores)}, ${sized(store.disk, "B")}`,
  ],
  ["all in one process (`presage up`): cores", ({ single }) => cores(single)],
];

/** What plans say, a line for each figure and a column for each plan. */
export function planTable(plans: readonly Plan[]): readonly (readonly string[])[] {
  return LINES.map(([what, figure]) => [what, ...plans.map(figure)]);
}

/** The same as a table of Markdown, with the number of assets over each column. */
export function planMarkdown(plans: readonly Plan[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  const heads = plans.map(({ load }) => `${count(load.assets)} assets`);
  return [["", ...heads], ["---", ...plans.map(() => "---:")], ...planTable(plans)].map(row).join("");
}
