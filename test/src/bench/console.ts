import { chromiumPath } from "@presage/testbed";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { writePlant } from "../support/plant-log.ts";
import { until, untilInbox } from "../support/until.ts";
import type { Row } from "./table.ts";

const ASSETS = 10_000;
const FAILURES = 500;
const TIMES = 5;
const LIMIT_KB = 200;
const WHO = "Chromium without window and GPU";
/** Milliseconds of a frame at 60 Hz, with what a clock's rounding may add. */
const FRAME = 16.8;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Milliseconds from the start of the navigation until what `selector` selects is painted; nothing is cached. */
async function firstPaint(browser: Browser, url: string, selector: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  await context.addInitScript((wanted) => {
    const look = (): void => {
      if (document.querySelector(wanted) === null) return void requestAnimationFrame(look);
      // The frame with it in is painted when the next task runs.
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { paintedAt: performance.now() })));
    };
    look();
  }, selector);
  const page = await context.newPage();
  await page.goto(url);
  const painted = await page.waitForFunction(() => (window as { paintedAt?: number }).paintedAt);
  const at = Number(await painted.jsonValue());
  await context.close();
  return at;
}

/** Counts the bytes of scripts that a context loads, as they came over the wire. */
function countScripts(context: BrowserContext): () => Promise<number> {
  const sizes: Promise<number>[] = [];
  context.on("requestfinished", (request) => {
    if (request.resourceType() === "script")
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function scriptBytes(browser: Browser, web: TestConsole): Promise<{ inbox: number; all: number }> {
  const context = await browser.newContext();
  const count = countScripts(context);
  const page = await context.newPage();
  await page.goto(web.url);
  await page.locator("table.inbox tbody tr").first().waitFor();
  const inbox = await count();
  const { items } = await web.ask<{ items: { failure: { id: string; asset: string } }[] }>(
    "/api/failures?limit=1",
  );
  const { id = "", asset = "" } = items[0]?.failure ?? {};
  for (const path of [
    `/failures/${encodeURIComponent(id)}`,
    "/assets",
    `/assets/${encodeURIComponent(asset)}`,
    "/models",
    "/pipeline",
    "/settings",
  ]) {
    await page.goto(`${web.url}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  const all = await count();
  await context.close();
  return { inbox, all };
}

/** Milliseconds between frames while the inbox is scrolled by the wheel. */
async function scrollFrames(page: Page): Promise<readonly number[]> {
  await page.mouse.move(640, 500);
  await page.evaluate(() => {
    const frames: number[] = [];
    const note = (time: number): void => {
      frames.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(window, { frames });
  });
  for (let i = 0; i < 150; i++) await page.mouse.wheel(0, i < 75 ? 120 : -120);
  const times = await page.evaluate(() => (window as unknown as { frames: number[] }).frames);
  return times.slice(1).map((time, i) => time - (times[i] ?? 0));
}

const kB = (bytes: number): string => `${(bytes / 1e3).toFixed(1)} kB`;

/** The console with a large plant, as a browser on the same machine has it. */
export async function benchConsole(): Promise<Row[]> {
  if (chromiumPath() === undefined) {
    process.stderr.write("there is no chromium on the PATH: the console is not measured\n");
    return [];
  }
  const web = await startTestConsole();
  await writePlant(web.broker, ASSETS, FAILURES);
  await untilInbox(web, FAILURES);
  await until("all assets", async () => (await web.ask<{ total: number }>("/api/places")).total === ASSETS);
  const browser = await launchBrowser();
  try {
    const paints = async (path: string, selector: string): Promise<string> => {
      const times: number[] = [];
      for (let i = 0; i < TIMES; i++) times.push(await firstPaint(browser, web.url + path, selector));
      return `${Math.round(median(times))} ms (median of ${TIMES})`;
    };
    const inbox = await paints("/", "table.inbox tbody tr");
    const assets = await paints("/assets", "table.asset-table tbody tr");
    const bytes = await scriptBytes(browser, web);
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
    await page.goto(web.url);
    await page.getByText(`${FAILURES} entries`).waitFor();
    const frames = await scrollFrames(page);
    const late = frames.filter((length) => length > FRAME).length / frames.length;
    const perSecond = (1e3 * frames.length) / frames.reduce((sum, length) => sum + length, 0);

    const plant = `${ASSETS.toLocaleString("en")} assets, ${FAILURES} open failures`;
    return [
      { what: `first rows of the inbox, nothing cached; ${plant}`, who: WHO, figure: inbox },
      { what: "first rows of the assets, nothing cached", who: WHO, figure: assets },
      { what: "scripts of the inbox, as transferred", who: WHO, figure: kB(bytes.inbox) },
      {
        what: "scripts of all pages, as transferred",
        who: WHO,
        figure: kB(bytes.all),
        ratio: `of ${LIMIT_KB} kB`,
      },
      {
        what: `scrolling the inbox with ${FAILURES} rows by wheel`,
        who: WHO,
        figure: `${perSecond.toFixed(0)} frames/s, ${(100 * late).toFixed(1)} % over 16.7 ms`,
      },
    ];
  } finally {
    await browser.close();
    await web.close();
  }
}
