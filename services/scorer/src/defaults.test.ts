import { loadConfig } from "@presage/service";
import { expect, it } from "vitest";
import { DEFAULTS } from "./defaults.ts";

it("what holds where nothing is configured is what the configuration's schema says", () => {
  const { decision, baseline, limits } = loadConfig({ env: {} });
  expect({ decision, commissioning: { windows: baseline.windows }, limits }).toMatchObject(DEFAULTS);
});
