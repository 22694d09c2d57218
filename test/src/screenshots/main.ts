import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { rejected } from "@presage/contracts";
import { openEmbedded } from "@presage/embedded";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { startTestConsole } from "../support/console.ts";
import { writeModelsPlant } from "../support/models-plant.ts";
import { write } from "../support/plant-log.ts";
import { until } from "../support/until.ts";
import { CONFIG, PUMP, rejectedOf, writeDemonstration } from "./plant.ts";

/** `npm run screenshots`: the pictures of docs/console, of a plant that there is not. */
const FOLDER = fileURLToPath(new URL("../../../docs/console/", import.meta.url));
const DESKTOP: BrowserContextOptions = { viewport: { width: 1_280, height: 800 } };
/** How long a plant runs before the picture of its pipeline. */
const FLOW_MS = 150_000;
/** A part of the page alone. */
const SIGNALS = { part: "section.signals" };
const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

const MARGIN = 16;

/** Where a part of the page is, with some of what is around it. */
async function around(
  page: Page,
  part: string,
): Promise<{ x: number; y: number; width: number; height: number }> {
  await page.evaluate(() => scrollTo(0, 0));
  const box = await page.locator(part).boundingBox();
  if (box === null) throw new Error(`${part} is not on the page`);
  const { x, y, width, height } = box;
  return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
}

async function shoot(
  browser: Browser,
  name: string,
  url: string,
  prepare: (page: Page) => Promise<unknown>,
  { part, ...options }: BrowserContextOptions & { part?: string } = {},
): Promise<void> {
  const context = await browser.newContext({
    ...DESKTOP,
    colorScheme: "light",
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  await page.goto(url);
  await prepare(page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState("networkidle").catch(() => undefined);
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({
    path,
    ...(part !== undefined && { fullPage: true, clip: await around(page, part) }),
  });
  process.stdout.write(`${path} ${(statSync(path).size / 1e3).toFixed(0)} kB\n`);
  await context.close();
}

/** The inbox with the members of its flood. */
const inboxShown = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "failures together" }).click();
  await page.locator("table.inbox tbody tr.member").nth(6).waitFor();
  for (const key of "kkkkk") await page.keyboard.press(key);
  await page.locator('tr[aria-current="true"]').waitFor();
};

const plotsShown = async (page: Page): Promise<void> => {
  await page.locator(".u-wrap canvas").nth(3).waitFor();
  await page.getByRole("tabpanel").locator("canvas").waitFor();
};

/** The envelope's spectrum with the harmonics of the outer race pinned, and the cursor on the first. */
async function envelopeShown(page: Page): Promise<void> {
  await plotsShown(page);
  await page.getByRole("tab", { name: "Envelope spectrum" }).click();
  await page.getByText("Greatest lines").click();
  await page.locator("details li button").filter({ hasText: "BPFO" }).first().click();
  await page.getByText("Greatest lines").click();
  await page.getByRole("list", { name: "Lines of the cursor" }).waitFor();
}

async function plantPictures(browser: Browser): Promise<void> {
  const web = await startTestConsole({ config: CONFIG });
  const id = await writeDemonstration(web.broker, Date.now());
  const snapshots = `/api/assets/${encodeURIComponent(PUMP)}/snapshots`;
  await until("the pump's failure", async () => {
    const response = await fetch(`${web.url}/api/failures/${encodeURIComponent(id)}`);
    return response.ok;
  });
  await until(
    "its blocks",
    async () => (await web.ask<{ sensors: string[] }>(snapshots)).sensors.length === 2,
  );
  const failure = `${web.url}/failures/${encodeURIComponent(id)}`;
  try {
    await shoot(browser, "inbox", web.url, inboxShown);
    await shoot(browser, "inbox-dark", web.url, inboxShown, { colorScheme: "dark" });
    await shoot(browser, "failure", failure, plotsShown);
    await shoot(browser, "envelope", failure, envelopeShown, SIGNALS);
    const waterfallShown = async (page: Page): Promise<void> => {
      await plotsShown(page);
      await page.getByRole("tab", { name: "Waterfall" }).click();
      await page.locator("canvas.plot-waterfall").waitFor();
    };
    await shoot(browser, "waterfall", failure, waterfallShown, SIGNALS);
    await shoot(browser, "assets", `${web.url}/assets`, (page) =>
      page.locator("table.asset-table").waitFor(),
    );
    await shoot(browser, "asset", `${web.url}/assets/${encodeURIComponent(PUMP)}`, async (page) => {
      await plotsShown(page);
      await page.getByRole("button", { name: "1 w" }).click();
    });
    await shoot(
      browser,
      "phone",
      web.url,
      (page) => page.locator("table.inbox tbody tr").nth(5).waitFor(),
      PHONE,
    );
    await shoot(browser, "phone-failure", failure, plotsShown, PHONE);
  } finally {
    await web.close();
  }
}

/** Of a whole Presage, with machines that are simulated. */
async function processPictures(browser: Browser): Promise<void> {
  const plant = await writeModelsPlant("bearing-wear");
  const log = await openEmbedded({ directory: plant.directory });
  await write(log, rejected, rejectedOf(Date.now()));
  await log.close();
  const presage = await plant.start("--simulate", "60");
  const url = `http://127.0.0.1:${presage.httpPort}`;
  try {
    const response = await fetch(`${url}/api/models/classes/default/assignments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        action: "shadow",
        model: plant.next.digest,
        comment: "Trained with May's labels",
      }),
    });
    if (!response.ok) throw new Error(await response.text());
    process.stdout.write("something is to flow first …\n");
    await delay(FLOW_MS);
    await shoot(browser, "models", `${url}/models`, (page) => page.locator("table.sides").waitFor());
    await shoot(browser, "pipeline", `${url}/pipeline`, async (page) => {
      await page.locator(".flows canvas").first().waitFor();
      await page.locator("table.codes").waitFor();
    });
    await shoot(browser, "rejected", `${url}/pipeline?code=json-malformed`, async (page) => {
      await page.locator("table.rejections button").first().click();
      await page.getByRole("region", { name: "The payload as bytes" }).waitFor();
    });
  } finally {
    await presage.stop();
    rmSync(plant.directory, { recursive: true });
  }
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launchBrowser();
try {
  await plantPictures(browser);
  await processPictures(browser);
} finally {
  await browser.close();
}
