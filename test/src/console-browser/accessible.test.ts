import { rejected } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOf } from "../support/accessible.ts";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { current, lines } from "../support/inbox.ts";
import { usePages } from "../support/pages.ts";
import { configOfLife, pathOf, write, writeFlood, writeLife, writePlant } from "../support/plant-log.ts";
import { untilInbox } from "../support/until.ts";

const LIVED = pathOf(45);

describe.skipIf(skipWithout("chromium"))("axe-core finds nothing wrong, in light and dark,", () => {
  const pages = usePages();
  let web: TestConsole;
  let empty: TestConsole;
  let failure: string;
  beforeAll(async () => {
    empty = await startTestConsole();
    web = await startTestConsole({ config: configOfLife(LIVED) });
    await writePlant(web.broker, 60, 15);
    await writeFlood(web.broker, 1, 6);
    failure = await writeLife(web.broker, LIVED, 30);
    await write(web.broker, rejected, [rejected.example]);
    await untilInbox(web, 22);
    const [first, second] = (
      await web.ask<{ items: { failure: { id: string; asset: string } }[] }>(
        "/api/failures?state=unacknowledged&floods=false&limit=2&line=site1%2Farea1%2Fline1",
      )
    ).items;
    const say = (said: object) => web.ask("/api/feedback", { method: "POST", body: said });
    const targetsOf = (item: typeof first) => [{ asset: item?.failure.asset, failure: item?.failure.id }];
    await say({ action: "shelve", until: Date.now() + 3_600_000, comment: "x", targets: targetsOf(first) });
    await say({ action: "acknowledge", targets: targetsOf(second) });
    await say({ action: "confirmed", mode: "cage", targets: targetsOf(second) });
    await say({ action: "work-order", workOrder: "WO-4711", targets: targetsOf(second) });
  });
  afterAll(async () => {
    await web.close();
    await empty.close();
  });

  it.each([
    "/",
    "/assets",
    "/models",
    "/pipeline",
    "/settings",
    "/no-such-page",
    "/failures/none",
    "/assets/none",
  ])("with %s where there is nothing yet", async (path) => {
    pages.expectErrors(/404/);
    const page = await pages.open(`${empty.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
    expect(await violationsOf(page)).toEqual([]);
  });

  it("with the inbox, its lines ticked, a flood open", async () => {
    const page = await pages.open(web.url);
    await page.getByRole("button", { name: "6 failures together" }).click();
    await lines(page).nth(20).waitFor();
    for (const i of [0, 1, 7]) await lines(page).nth(i).getByRole("checkbox").check();
    await page.keyboard.press("j");
    await current(page).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it("with its dialogs", async () => {
    const page = await pages.open(web.url);
    await lines(page).first().waitFor();
    await page.keyboard.press("j");
    await current(page).waitFor();
    for (const key of ["s", "l", "c", "w", "o", "?"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
  });

  it.each(["Waveform", "Velocity spectrum", "Envelope spectrum", "Waterfall"])(
    "with a failure and its %s",
    async (name) => {
      const page = await pages.open(`${web.url}/failures/${encodeURIComponent(failure)}`);
      await page.getByRole("tab", { name }).click();
      await page.getByRole("tabpanel").locator("canvas").waitFor();
      await page.locator(".failure-trends canvas").first().waitFor();
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  it("with the assets, and one of them, and its form", async () => {
    pages.expectErrors(/404.*\/spectrum/);
    const page = await pages.open(`${web.url}/assets`);
    await page.locator("table.asset-table").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(`${web.url}/assets/${encodeURIComponent(LIVED)}`);
    await page.locator("#trends canvas").first().waitFor();
    await page.getByRole("tabpanel").locator("canvas").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Reset baseline…" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(`${web.url}/assets/${encodeURIComponent(pathOf(1))}`);
    await page.getByText("Not configured: say what it is").click();
    expect(await violationsOf(page)).toEqual([]);
  });

  it("with the pipeline, and a rejected message", async () => {
    const page = await pages.open(`${web.url}/pipeline`);
    const { topic } = rejected.example.value;
    await page.getByRole("button", { name: topic }).waitFor();
    await page.locator(".flows canvas").first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("button", { name: topic }).click();
    await page.getByRole("region", { name: "The payload as bytes" }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });
});
