import { features, rejected } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { usePages } from "../support/pages.ts";
import { featuresAt, pathOf, WINDOW, write, writePlant } from "../support/plant-log.ts";
import { until } from "../support/until.ts";

const { key: TOPIC, value: REJECTION } = rejected.example;

/** A message that was no good, the i-th. */
const bad = (i: number, over: Partial<typeof REJECTION> = {}) => ({
  key: TOPIC,
  time: Date.now() - 1_000 * i,
  value: { ...REJECTION, ...over },
});

describe.skipIf(skipWithout("chromium"))("the pipeline in a browser", () => {
  const pages = usePages();
  let web: TestConsole;
  beforeAll(async () => {
    web = await startTestConsole();
    await writePlant(web.broker, 5, 0);
    const key = pathOf(2);
    const start = Math.floor(Date.now() / WINDOW) * WINDOW - WINDOW;
    const window = featuresAt(key, start); // whose sensor is stuck
    const sensors = Object.entries(window.value.sensors).map(([name, sensor]) => {
      const quality = { ...sensor.quality, stuck: 1 };
      return [name, { ...sensor, quality }];
    });
    const value = { ...window.value, sensors: Object.fromEntries(sensors) as typeof window.value.sensors };
    await write(web.broker, features, [{ ...window, value }]);
    await write(web.broker, rejected, [
      ...Array.from({ length: 30 }, (_, i) => bad(i + 1)),
      bad(0, {
        code: "unit-unknown",
        reason: "furlong is no unit of acceleration",
        topic: "plant/site1/press/line2/motor8/vib-y",
        size: 9,
        bytes: Buffer.from('{"a":\0\xff}', "latin1").toString("base64"),
      }),
    ]);
    await until("rejections", async () => {
      const { codes } = await web.ask<{ codes: { total: number }[] }>(
        "/api/pipeline/rejections/counts?hours=24",
      );
      return codes.reduce((sum, { total }) => sum + total, 0) === 31;
    });
  });
  afterAll(() => web.close());

  const open = async (): Promise<Page> => {
    const page = await pages.open(`${web.url}/pipeline`);
    await page.getByRole("heading", { level: 2, name: "Health" }).waitFor();
    return page;
  };
  const rows = (page: Page) => page.locator("table.rejections tbody tr");

  it("tells whether every part keeps up, how much flows, and how far each is behind", async () => {
    const page = await open();
    await page.getByText("Every part works and keeps up.").waitFor();
    expect(await page.locator(".flows figcaption strong").allInnerTexts()).toEqual([
      "Messages in",
      "Rejected",
      "Windows closed",
      "Windows scored",
      "Failures published",
    ]);
    await page.getByRole("row", { name: /^console failures 0 .*Keeps up/ }).waitFor();
  });

  it("counts what was rejected by code, says what to do, and filters by it", async () => {
    const page = await open();
    const code = page.locator("table.codes tr").filter({ hasText: "json-malformed" });
    expect(await code.innerText()).toMatch(/json-malformed\s+30[^]*The payload is not JSON\./);
    await expect.poll(() => rows(page).count()).toBe(25);
    await page.getByRole("button", { name: "Older" }).click();
    await expect.poll(() => rows(page).count()).toBe(6);
    await page.getByRole("button", { name: "unit-unknown" }).click();
    await expect.poll(() => rows(page).count()).toBe(1);
    expect(new URL(page.url()).search).toBe("?code=unit-unknown");
    await page.getByRole("button", { name: "All codes" }).click();
    await page.getByRole("searchbox", { name: "Topic" }).fill("motor8");
    await expect.poll(() => rows(page).count()).toBe(1);
  });

  it("shows a rejected message to the last byte", async () => {
    const page = await open();
    await page.getByRole("button", { name: TOPIC }).first().click();
    const dialog = page.getByRole("dialog", { name: TOPIC });
    await dialog.getByText("hello", { exact: true }).waitFor();
    expect(await dialog.getByRole("region", { name: "The payload as bytes" }).innerText()).toMatch(
      /^00000000 {2}68 65 6c 6c 6f .*hello$/,
    );
    const saved = page.waitForEvent("download");
    await dialog.getByRole("link", { name: "Download" }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe("hello");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    await page.getByRole("button", { name: /motor8/ }).click();
    const bytes = page.getByRole("region", { name: "The payload as bytes" });
    expect(await bytes.innerText()).toMatch(/7b 22 61 22 3a 00 ff 7d .*\{"a":\.\.\}$/);
    expect(await page.getByRole("region", { name: "The payload as text" }).count()).toBe(0);
  });

  it("names the assets whose data is no good", async () => {
    const page = await open();
    const found = page.getByRole("region", { name: "Silent, or bad data" });
    await expect.poll(() => found.innerText()).toMatch(/Data that breaks a limit:\s+1/);
    await found.getByRole("link", { name: "pump3" }).waitFor();
    expect(await found.innerText()).toContain("stuck");
  });
});
