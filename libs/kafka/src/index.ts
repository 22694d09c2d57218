export { shareOut } from "./copartition.ts";
export { makeTopics } from "./make-topics.ts";
export { openKafka } from "./kafka.ts";
export type { KafkaOptions } from "./options.ts";
export { topicConfig } from "./topics.ts";
