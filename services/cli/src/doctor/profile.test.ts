import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@presage/service";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lookAtProfile } from "./profile.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "presage-doctor-"))));
afterEach(() => rm(root, { recursive: true }));

it("a profile that fails on a sample is told with the channel, before the MES lacks anything", async () => {
  const file = join(root, "ours.yaml");
  const topics =
    '{ asset: "mes/{site}/{area}/{line}/{asset}", line: "mes/{site}/{area}/{line}", status: mes/s }';
  await writeFile(
    file,
    `description: ours\ntopics: ${topics}\nout: { risk: { map: "$uppercase(data.risk)" } }\n`,
  );
  const look = (profile: string) => lookAtProfile(loadConfig({ env: { PRESAGE_MES_PROFILE: profile } }));
  expect(await look("plain")).toMatchObject([{ level: "good" }]);
  await expect(look(file)).rejects.toMatchObject({
    code: "MAPPING_FAILED",
    message: expect.stringMatching(/^risk: /) as string,
  });
});
