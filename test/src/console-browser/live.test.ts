import { failures } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { countOf, current, focused, lineOf, lines, namesOf } from "../support/inbox.ts";
import { usePages } from "../support/pages.ts";
import { failureAt, failureOf, pathOf, write, writePlant } from "../support/plant-log.ts";
import { untilInbox } from "../support/until.ts";

/** Failures of assets from one number to another, each more urgent than any other. */
const worst = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) =>
    failureAt(pathOf(from + i), Date.now(), {
      severity: "critical",
      remainingLifeHours: { p10: 0.1, p50: 0.2, p90: 0.3 },
    }),
  );

/** Where a line is on the screen. */
const topOf = async (page: Page, name: string): Promise<number | undefined> =>
  (await lineOf(page, name).boundingBox())?.y;

describe.skipIf(skipWithout("chromium"))("what comes while one looks", () => {
  const pages = usePages();
  let web: TestConsole;
  beforeEach(async () => {
    web = await startTestConsole();
  });
  afterEach(() => web.close());

  it("appears by itself, and what is over goes", async () => {
    const page = await pages.open(web.url);
    await page.getByText("No failure is predicted.").waitFor();
    const opened = failureOf(7, Date.now() - 60_000);
    await write(web.broker, failures, [opened]);
    await lineOf(page, "pump8").waitFor();
    expect(await countOf(page)).toBe("1 entry");
    const closedAt = Date.now();
    const closed = { ...opened.value, revision: 2, state: "closed" as const, updatedAt: closedAt, closedAt };
    await write(web.broker, failures, [{ ...opened, time: closedAt, value: closed }]);
    await page.getByText("No failure is predicted.").waitFor();
  });

  it("leaves one where one is: a hundred come above, and the line with the focus does not move", async () => {
    await writePlant(web.broker, 200, 150);
    await untilInbox(web, 150);
    const page = await pages.open(web.url);
    await expect.poll(() => countOf(page)).toBe("150 entries");
    await page.keyboard.press("j");
    await page.mouse.move(640, 500);
    await page.mouse.wheel(0, 1_500);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1_000);
    const seen = lines(page).filter({ visible: true });
    await expect.poll(async () => (await seen.count()) > 30).toBe(true);
    await seen.nth(22).getByRole("checkbox").click();
    const name = await current(page).locator(".open").innerText();
    const before = await topOf(page, name);

    await write(web.broker, failures, worst(1_000, 1_100));
    await page.getByRole("button", { name: "100 new above" }).waitFor();
    expect(await countOf(page)).toBe("250 entries");
    expect(await topOf(page, name)).toBeCloseTo(before ?? NaN, 0);
    expect(await current(page).locator(".open").innerText()).toBe(name);
    expect(await lineOf(page, name).getByRole("checkbox").isChecked()).toBe(true);
    expect(await focused(page)).toContain(name);

    await page.getByRole("button", { name: "100 new above" }).click();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
    await expect.poll(async () => (await namesOf(page))[0]).toMatch(/^pump1\d{3}$/);
  });

  it("may be five hundred in a second: all are shown, and the page goes on answering", async () => {
    const page = await pages.open(web.url);
    await page.getByText("No failure is predicted.").waitFor();
    await page.evaluate(() => {
      const painted = { frames: 0 };
      const count = (): void => {
        painted.frames++;
        requestAnimationFrame(count);
      };
      count();
      Object.assign(window, { painted });
    });
    await write(web.broker, failures, worst(0, 500));
    await lines(page).first().waitFor();
    await page.keyboard.press("j");
    await expect.poll(() => current(page).count()).toBe(1);
    await expect.poll(() => countOf(page)).toBe("500 entries");

    const all = new Set<string>();
    await page.mouse.move(640, 500);
    await expect
      .poll(async () => {
        for (const name of await namesOf(page)) all.add(name);
        await page.mouse.wheel(0, 600);
        return all.size;
      })
      .toBe(500);
    const framesOf = () =>
      page.evaluate(() => (window as unknown as { painted: { frames: number } }).painted.frames);
    const painted = await framesOf();
    await expect.poll(framesOf).toBeGreaterThan(painted);
  });

  it("is caught up with when the server was gone: the page says so, and goes on by itself", async () => {
    pages.expectErrors(
      /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/,
    );
    await writePlant(web.broker, 20, 5);
    await untilInbox(web, 5);
    const page = await pages.open(web.url);
    await expect.poll(() => countOf(page)).toBe("5 entries");
    const lost = page.getByText("Connection lost, trying again");
    expect(await lost.count()).toBe(0);
    await web.stop();
    await lost.waitFor();
    expect(await lines(page).count()).toBe(5);

    web = await startTestConsole({ directory: web.directory, port: web.port });
    await write(web.broker, failures, worst(500, 503));
    await lost.waitFor({ state: "detached" });
    await expect.poll(() => countOf(page)).toBe("8 entries");
    await write(web.broker, failures, worst(600, 601));
    await expect.poll(() => countOf(page)).toBe("9 entries");
  });
});
