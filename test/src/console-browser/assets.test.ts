import { feedback } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coloursOn } from "../support/canvas.ts";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { readTopic } from "../support/log.ts";
import { usePages } from "../support/pages.ts";
import { configOfLife, pathOf, WINDOW, writeLife, writePlant } from "../support/plant-log.ts";
import { untilInbox } from "../support/until.ts";

const LIVED = pathOf(3);
const NEW = pathOf(1_100);

describe.skipIf(skipWithout("chromium"))("the assets in a browser", () => {
  const pages = usePages();
  let web: TestConsole;
  beforeAll(async () => {
    web = await startTestConsole({ config: configOfLife(LIVED) });
    await writePlant(web.broker, 1_150, 0);
    await writeLife(web.broker, LIVED, 40);
    await untilInbox(web, 1);
  });
  afterAll(() => web.close());

  const open = (path: string): Promise<Page> => pages.open(`${web.url}${path}`);
  const listed = (page: Page): Promise<string[]> =>
    page.locator("table.asset-table tbody tr td:first-child a").allInnerTexts();
  const extent = (page: Page): Promise<string> => page.locator(".pages span").first().innerText();

  it("are a list, worst first, a page of it at a time, beside the tree of their places", async () => {
    const page = await open("/assets");
    await expect.poll(() => extent(page)).toBe("1–100 of 1,150 assets");
    expect((await listed(page))[0]).toBe(LIVED);
    await page.getByRole("link", { name: "Next" }).first().click();
    await expect.poll(() => extent(page)).toBe("101–200 of 1,150 assets");
    await page.goBack();
    await expect.poll(() => extent(page)).toBe("1–100 of 1,150 assets");

    const tree = page.getByRole("navigation", { name: "Places" });
    expect(await tree.getByRole("link").allInnerTexts()).toEqual([
      "All places 1,150",
      "site1 1,000",
      "site2 150",
    ]);
    await tree.getByRole("button", { name: "What is in site2" }).click();
    await tree.getByRole("link", { name: "area1 150" }).click();
    await expect.poll(() => extent(page)).toBe("1–100 of 150 assets");
    expect(new URL(page.url()).search).toBe("?under=site2%2Farea1");
    await page.reload();
    await expect.poll(() => extent(page)).toBe("1–100 of 150 assets");
    await tree.getByRole("link", { name: /^line6/ }).click();
    await expect.poll(() => extent(page)).toBe("20 assets");
    expect((await listed(page))[0]).toMatch(/^pump\d+$/);
  });

  it("are filtered by health and by configuration, and searched", async () => {
    const page = await open("/assets");
    await page.getByRole("combobox", { name: "Health" }).selectOption("Something is wrong");
    await expect.poll(() => extent(page)).toBe("1 asset");
    await page.getByRole("combobox", { name: "Health" }).selectOption("All");
    await page.getByRole("searchbox").fill("pump11");
    await expect.poll(() => extent(page)).toBe("62 assets");
    await page.getByRole("checkbox", { name: "Unconfigured only (1149)" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("configured")).toBe("false");
    await page.getByRole("link", { name: "Clear all filters" }).click();
    await expect.poll(() => extent(page)).toBe("1–100 of 1,150 assets");
    await page.goto(`${web.url}/assets?q=nothing-like-it`);
    await page.getByText("No asset is like that.").waitFor();
  });

  it("have each a page with its state, its trends over a range, and what was measured", async () => {
    const page = await open(`/assets/${encodeURIComponent(LIVED)}`);
    const state = page.locator("dl.asset-state");
    await state.waitFor();
    expect(await state.innerText()).toMatch(/Health\s+High[^]*Risk\s+98 %[^]*Class\s+pump/);
    const risk = page.locator("#trends figure").filter({ hasText: /^Risk/ });
    await risk.locator("canvas").waitFor();
    await expect.poll(() => coloursOn(risk.locator("canvas"))).toBeGreaterThan(3);

    const range = page.getByRole("group", { name: "Time shown" });
    await range.getByRole("button").last().click();
    expect(await range.getByRole("button").last().getAttribute("aria-pressed")).toBe("true");
    await risk.locator(".u-over").waitFor();

    const box = await risk.locator(".u-over").boundingBox();
    if (box === null) throw new Error("the plot is not there");
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 40, { steps: 5 });
    const finer = page.waitForRequest(/\/trend\?/);
    await page.mouse.up();
    const asked = new URL((await finer).url()).searchParams;
    expect(Number(asked.get("to")) - Number(asked.get("from"))).toBeLessThan(40 * WINDOW);
    await page.getByRole("button", { name: "Zoom out" }).click();

    await page.locator("#sensors").getByText("kurtosis").first().click();
    await page.locator("#sensors").getByRole("button", { name: "Show its trend" }).first().click();
    await page
      .locator("#trends figure")
      .filter({ hasText: /kurtosis/i })
      .first()
      .waitFor();
    await page.getByRole("link", { name: /Bearing, outer race/ }).click();
    await page.waitForURL("**/failures/**");
  });

  it("have their baseline reset after it is confirmed, not before", async () => {
    const page = await open(`/assets/${encodeURIComponent(LIVED)}`);
    const reset = page.getByRole("button", { name: "Reset baseline…" });
    await reset.click();
    const dialog = page.getByRole("dialog", { name: "Reset baseline" });
    await dialog.getByText("What is normal is learned anew").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await readTopic(web.broker, feedback)).toEqual([]);
    await reset.click();
    await dialog.getByRole("textbox", { name: "Why" }).fill("new bearing");
    await dialog.getByRole("button", { name: "Reset baseline" }).click();
    await page.getByText("Baseline is learned anew").waitFor();
    expect(await readTopic(web.broker, feedback)).toMatchObject([
      { key: LIVED, value: { action: "reset-baseline", comment: "new bearing", by: "local" } },
    ]);
    await expect
      .poll(() => page.locator("ol.log li").first().innerText())
      .toMatch(/Baseline reset[^]*new bearing/);
  });

  it("that are not configured have a form, which gives what presage.yaml needs", async () => {
    pages.expectErrors(/404.*\/spectrum/); // it has no raw blocks
    const page = await open(`/assets/${encodeURIComponent(NEW)}`);
    await page.getByText("Not configured: say what it is").click();
    const entry = page.getByLabel("Entry for presage.yaml");
    expect(await entry.innerText()).toContain(NEW);
    await page.getByRole("textbox", { name: "Class" }).fill("conveyor");
    await page.getByRole("spinbutton", { name: "Shaft speed in r/min" }).fill("1480");
    await page.getByRole("combobox", { name: "Bearing designation" }).fill("6205");
    await page.getByRole("combobox", { name: "Foundation" }).selectOption("flexible");
    const yaml = await entry.innerText();
    expect(yaml).toMatch(/class: conveyor[^]*foundation: flexible[^]*shaftSpeed: 1480/);
    // It is what the console itself takes.
    const other = await startTestConsole({ config: `assets:\n${yaml.replace(/^assets:\n/, "")}` });
    await other.close();
    expect(await page.goto(`${web.url}/assets/${encodeURIComponent(LIVED)}`)).not.toBeNull();
    await page.locator("dl.asset-state").waitFor();
    expect(await page.getByText("Not configured: say what it is").count()).toBe(0);
  });
});
