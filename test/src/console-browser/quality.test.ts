import { type Breach, breaches, features, type Message, qualityDays } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOf } from "../support/accessible.ts";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { usePages } from "../support/pages.ts";
import { featuresAt, pathOf, write } from "../support/plant-log.ts";

const ASSET = pathOf(7);
const SINCE = Date.now() - 3_600_000;

/** Of a breach that is open now, a revision. */
function breach(over: Partial<Breach>): Message<Breach> {
  const value = { ...breaches.example.value, since: SINCE, updatedAt: SINCE, ...over };
  return { key: ASSET, time: value.updatedAt, value: { ...value, id: `${value.kind}@${value.since}` } };
}

describe.skipIf(skipWithout("chromium"))("the quality of data in a browser", () => {
  const pages = usePages();
  let web: TestConsole;
  beforeAll(async () => {
    web = await startTestConsole();
    await write(web.broker, features, [featuresAt(ASSET, Date.now() - 60_000)]);
    await write(web.broker, breaches, [
      breach({ owner: "instruments@site1" }),
      breach({ kind: "range", limit: [0, 80], worst: 250, sensor: "pressure" }),
      breach({
        kind: "range",
        limit: [0, 80],
        worst: 250,
        revision: 2,
        state: "closed",
        until: SINCE + 60_000,
      }),
    ]);
    await write(web.broker, qualityDays, [{ ...qualityDays.example, key: ASSET }]);
  });
  afterAll(() => web.close());

  it("is on the asset's page: what is not met, what was not, and the last days", async () => {
    await expect
      .poll(() => web.ask<{ items: unknown[] }>("/api/assets").then(({ items }) => items.length))
      .toBe(1);
    const page = await pages.open(`${web.url}/assets/${encodeURIComponent(ASSET)}`);
    const section = page.getByRole("region", { name: "Data quality" });
    // It has no blocks in the log.
    pages.expectErrors(/\/spectrum\?/);
    // What comes after the first answer is asked for within ten seconds.
    page.setDefaultTimeout(20_000);
    await section.getByText("2 min without a message, 30 s are allowed").waitFor();
    await section.getByText(/pumps, since .*, owner instruments@site1/).waitFor();
    await section.getByText("Requirements that were broken: 1").click();
    await section.getByText("250 is not within 0 and 80").waitFor();
    const row = section.getByRole("row", { name: /^temp/ });
    expect(await row.getByRole("cell").allInnerTexts()).toEqual([
      "> 99 %",
      "8,629",
      "9",
      "2",
      "1",
      "310 ms",
      "2 min",
      "pumps: gaps, 1.1 min",
    ]);
    expect(await violationsOf(page)).toEqual([]);
  });

  it("is on the pipeline's page as long as something is not met, and goes when it is over", async () => {
    const page = await pages.open(`${web.url}/pipeline`);
    const line = page.getByText("2 min without a message, 30 s are allowed");
    await line.waitFor();
    await write(web.broker, breaches, [breach({ revision: 2, state: "closed", until: SINCE + 9 })]);
    await line.waitFor({ state: "detached" });
  });
});
