import { feedback, rejected } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { countOf, lines } from "../support/inbox.ts";
import { readTopic } from "../support/log.ts";
import { usePages } from "../support/pages.ts";
import { configOfLife, pathOf, write, writeFlood, writeLife, writePlant } from "../support/plant-log.ts";
import { untilInbox } from "../support/until.ts";

const WIDTH = 360;
const PHONE = {
  viewport: { width: WIDTH, height: 740 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};
const LIVED = pathOf(45);

/** How far the page goes beyond the screen, and what sticks out. */
const beyond = (page: Page): Promise<string[]> =>
  page.evaluate((width) => {
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("main *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map((element) => `${element.tagName} ${element.className} ${element.getBoundingClientRect().right}`);
  }, WIDTH);

/** Whether one can tap it: it is on the screen, and nothing is over it. */
const isReachable = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  });

describe.skipIf(skipWithout("chromium"))("on a phone", () => {
  const pages = usePages();
  let web: TestConsole;
  let failure: string;
  beforeAll(async () => {
    web = await startTestConsole({ config: configOfLife(LIVED) });
    await writePlant(web.broker, 60, 15);
    await writeFlood(web.broker, 1, 6);
    failure = await writeLife(web.broker, LIVED, 20);
    await write(web.broker, rejected, [rejected.example]);
    await untilInbox(web, 22);
  });
  afterAll(() => web.close());

  const open = (path: string): Promise<Page> => pages.open(`${web.url}${path}`, PHONE);

  it("nothing has to be scrolled sideways", async () => {
    pages.expectErrors(/404/);
    const page = await open("/");
    await lines(page).first().waitFor();
    expect(await beyond(page)).toEqual([]);
    for (const path of [
      `/failures/${encodeURIComponent(failure)}`,
      "/assets",
      `/assets/${encodeURIComponent(LIVED)}`,
      `/assets/${encodeURIComponent(pathOf(1))}`,
      "/models",
      "/pipeline",
      "/settings",
    ]) {
      await page.goto(`${web.url}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("load");
      await page
        .locator(".muted", { hasText: /^Loading/ })
        .first()
        .waitFor({ state: "detached" });
      for (const fold of await page.locator("details:not([open]) > summary").all())
        if (await fold.isVisible()) await fold.click();
      expect([path, ...(await beyond(page))]).toEqual([path]);
    }
  });

  it("one acknowledges and shelves with the thumb", async () => {
    pages.expectErrors(/404.*\/spectrum/);
    const page = await open("/");
    await expect.poll(() => countOf(page)).toBe("17 entries");
    await lines(page).first().locator(".tick label").tap();
    const acknowledge = page.getByRole("toolbar").getByRole("button", { name: "Acknowledge" });
    await acknowledge.waitFor();
    expect(await isReachable(acknowledge)).toBe(true);
    await acknowledge.tap();
    await page.getByText("Acknowledged", { exact: true }).last().waitFor();

    await page.locator("tr.failure").first().locator(".asset a").tap();
    await page.getByRole("heading", { name: "What to do?" }).waitFor();
    const shelve = page.getByRole("button", { name: "Shelve" });
    expect(await isReachable(shelve)).toBe(true);
    await shelve.tap();
    await page.getByRole("dialog").getByRole("textbox", { name: "Why" }).fill("later");
    expect(await beyond(page)).toEqual([]);
    const submit = page.getByRole("dialog").getByRole("button", { name: "Shelve" });
    expect(await isReachable(submit)).toBe(true);
    await submit.tap();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect((await readTopic(web.broker, feedback)).map(({ value }) => value.action)).toEqual([
      "acknowledge",
      "shelve",
    ]);
  });

  it("every page is a tap away, and the filters unfold", async () => {
    const page = await open("/");
    await lines(page).first().waitFor();
    await page.locator("details.filters summary").tap();
    await page.getByRole("button", { name: /^Critical/ }).tap();
    await expect.poll(() => page.url()).toContain("severity=critical");
    const navigation = page.getByRole("navigation", { name: "Main" });
    for (const name of ["Assets", "Models", "Pipeline", "Settings", "Inbox"]) {
      const link = navigation.getByRole("link", { name });
      expect([name, await isReachable(link)]).toEqual([name, true]);
      await link.tap();
      await page.getByRole("heading", { level: 1, name }).waitFor();
    }
  });
});
