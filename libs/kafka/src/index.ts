export { openKafka } from "./kafka.ts";
export type { KafkaOptions } from "./options.ts";
