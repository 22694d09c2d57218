import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launchBrowser } from "./browser.ts";

/** Pages of one browser. What a page complains of fails the test. */
export interface Pages {
  /** Opens an address in a context of its own: nothing of other pages is in it. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
  /** Complaints of this test's pages that are as they should be. */
  expectErrors(...like: readonly RegExp[]): void;
}

/** Starts a browser for the tests of a file, and closes their pages after each. */
export function usePages(): Pages {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  let complaints: string[] = [];
  let expected: readonly RegExp[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const found = complaints.filter((text) => !expected.some((like) => like.test(text)));
    [complaints, expected] = [[], []];
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(found).toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    async open(url, options = {}) {
      if (browser === undefined) throw new Error("a page is opened within a test");
      const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`);
      });
      await page.goto(url);
      return page;
    },
    expectErrors: (...like) => void (expected = like),
  };
}
