import { SUITE_PARTITIONS, testBroker } from "@presage/stream/testsuite";
import { openKafka } from "./kafka.ts";
let n = Date.now();
testBroker("the Kafka broker", async () => {
  const prefix = `suite-${n++}.`;
  return {
    open: async () =>
      openKafka({
        brokers: ["127.0.0.1:19092"],
        partitions: SUITE_PARTITIONS,
        prefix,
        sessionTimeout: 6_000,
      }),
    dispose: async () => undefined,
  };
});
