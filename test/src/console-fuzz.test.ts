import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemathesis, skipWithout } from "@presage/testbed";
import { describe, expect, it } from "vitest";
import { startTestConsole } from "./support/console.ts";
import { pathOf, writeFlood, writeLife, writePlant } from "./support/plant-log.ts";

/** What must hold of every answer; that what is odd is refused is for the API's own tests. */
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

const ASSET = pathOf(3);

describe.skipIf(skipWithout("fuzzer"))("the console's API, asked for all that its description allows", () => {
  it.each([
    ["of anything", {}],
    ["of an asset that there is", { "path.asset": ASSET, "query.sensor": "vib-x" }],
  ])(
    "never fails, and never answers anything else than it says, %s",
    async (_, values) => {
      const web = await startTestConsole();
      await writePlant(web.broker, 60, 20);
      await writeFlood(web.broker, 1, 8);
      const failure = await writeLife(web.broker, ASSET, 40);
      const given = Object.entries({ ...values, "path.id": failure });
      const config = join(web.directory, "fuzz.toml");
      writeFileSync(
        config,
        ["[parameters]", ...given.map(([name, value]) => `"${name}" = "${value}"`), ""].join("\n"),
      );
      const args = [
        `--config-file=${config}`,
        "run",
        `${web.url}/api/openapi.json`,
        `--checks=${CHECKS.join(",")}`,
        "--exclude-path=/api/events", // it does not end
        "--suppress-health-check=all",
        "--max-examples=10",
        "--seed=1",
        "--no-color",
      ];
      const fuzzer = spawn(schemathesis(), args, { cwd: web.directory, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [fuzzer.stdout, fuzzer.stderr])
        stream.on("data", (text: Buffer) => (output += text.toString()));
      const [code] = (await once(fuzzer, "exit")) as [number | null];
      await web.close();
      // The end says what was wrong; what was asked may be long.
      const end = output.split("\n").slice(-120);
      expect(code, end.map((line) => line.slice(0, 200)).join("\n")).toBe(0);
    },
    300_000,
  );
});
