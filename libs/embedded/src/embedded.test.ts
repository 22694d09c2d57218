import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SUITE_PARTITIONS, testBroker } from "@presage/stream/testsuite";
import { openEmbedded } from "./broker.ts";

testBroker("the embedded broker", async () => {
  const directory = mkdtempSync(join(tmpdir(), "presage-embedded-"));
  return {
    open: async () => openEmbedded({ directory, partitions: SUITE_PARTITIONS }),
    dispose: async () => rmSync(directory, { recursive: true }),
  };
});
