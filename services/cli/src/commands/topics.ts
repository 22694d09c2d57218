import { PresageError, retentionOf, stateTopic, TOPICS } from "@presage/contracts";
import { makeTopics } from "@presage/kafka";
import { loadConfig } from "@presage/service";
import { kafkaOptions } from "../process/kafka-options.ts";

export interface TopicsOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** All that services use: those of the table, and the states of the services that have some. */
const NAMES = [
  ...TOPICS.map(({ contract }) => contract.topic),
  ...["features", "scorer", "grouper", "quality", "publisher"].map(stateTopic),
];

/** Makes the topics in Kafka that are missing, so that no service needs the right to. */
export async function topics({ config: file, json = false }: TopicsOptions): Promise<void> {
  const { broker } = loadConfig({ env: process.env, file });
  if (broker.kind !== "kafka")
    throw new PresageError(
      "CONFIG_INVALID",
      "broker.kind (PRESAGE_BROKER_KIND) is not kafka: the embedded log makes its topics itself",
    );
  const made = await makeTopics(kafkaOptions(broker), NAMES);
  const found = made.map((name, i) => ({
    name,
    partitions: broker.partitions,
    ...retentionOf(NAMES[i] ?? ""),
  }));
  const line = ({ name, partitions, days, compact }: (typeof found)[number]): string =>
    `${name}  ${partitions} partitions, ${compact ? "compacted" : `${days} days`}\n`;
  process.stdout.write(json ? `${JSON.stringify(found)}\n` : found.map(line).join(""));
}
