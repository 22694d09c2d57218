import { EXAMPLE_ASSET, loadProfile, preview } from "@presage/mes";
import type { Config } from "@presage/service";
import type { Finding } from "./finding.ts";

/** The MES profile: whether it makes something of a sample of all that the MES is told. Throws `CONFIG_INVALID`, `MAPPING_FAILED`. */
export async function lookAtProfile({ mes }: Pick<Config, "mes">): Promise<readonly Finding[]> {
  const profile = loadProfile(mes);
  const shown = await preview(profile, EXAMPLE_ASSET);
  await profile.status(true, Date.now());
  return [
    {
      check: "mes profile",
      level: "good",
      says: `${profile.name} maps samples of its ${shown.length} channels`,
    },
  ];
}
