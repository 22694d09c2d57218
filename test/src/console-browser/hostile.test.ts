import {
  failures,
  features,
  feedback,
  type Feedback,
  groups,
  predictions,
  rejected,
} from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { lines } from "../support/inbox.ts";
import { usePages } from "../support/pages.ts";
import { failureAt, featuresAt, predictionAt, WINDOW, write } from "../support/plant-log.ts";
import { untilInbox } from "../support/until.ts";

const HOSTILE = `<img src=x onerror="window.hacked=1">`;
/** No device may call an asset so over MQTT; whoever writes into the log could. */
const ASSET = `site1/area1/line1/${HOSTILE}`;

describe.skipIf(skipWithout("chromium"))("a name that is HTML", () => {
  const pages = usePages();
  let web: TestConsole;
  let id: string;
  beforeAll(async () => {
    web = await startTestConsole();
    const start = Math.floor(Date.now() / WINDOW) * WINDOW - WINDOW;
    const sensors = { [HOSTILE]: Object.values(featuresAt(ASSET, start).value.sensors)[0] ?? {} };
    await write(web.broker, features, [featuresAt(ASSET, start, { sensors: sensors as never })]);
    const drivers = [{ feature: HOSTILE, sensor: HOSTILE, value: 1, reference: 1, deviation: 9 }];
    await write(web.broker, predictions, [predictionAt(ASSET, start, 0.9, { drivers, notScored: HOSTILE })]);
    const model = { name: HOSTILE, version: HOSTILE, digest: HOSTILE };
    const contributions = [{ feature: HOSTILE, contribution: 0.5 }];
    const more = { action: HOSTILE, drivers, model, contributions, rules: [HOSTILE], zone: HOSTILE };
    const failure = failureAt(ASSET, start, more);
    id = failure.value.id;
    const flood = { ...groups.example.value, id: "f", line: `site1/area1/${HOSTILE}`, action: HOSTILE };
    const within = ["m", "n"].map((name) =>
      failureAt(`site1/area1/${HOSTILE}/${name}`, start, { ...more, group: "f" }),
    );
    const members = within.map(({ key, value }) => ({
      asset: key,
      failure: value.id,
      severity: value.severity,
      state: "open" as const,
      openedAt: start,
    }));
    await write(web.broker, failures, [failure, ...within]);
    await write(web.broker, groups, [{ key: flood.line, time: start, value: { ...flood, members } }]);
    const said = (i: number, value: Partial<Feedback> & Pick<Feedback, "action">) => ({
      key: ASSET,
      time: Date.now() + i,
      value: { at: Date.now() + i, by: HOSTILE, failure: id, ...value },
    });
    await write(web.broker, feedback, [
      said(0, { action: "acknowledge" }),
      said(1, { action: "comment", comment: HOSTILE }),
      said(2, { action: "work-order", workOrder: HOSTILE }),
      said(3, { action: "shelve", until: Date.now() + 3_600_000, comment: HOSTILE }),
    ]);
    await write(web.broker, rejected, [
      {
        key: HOSTILE,
        time: Date.now(),
        value: {
          code: "json-malformed",
          reason: HOSTILE,
          topic: HOSTILE,
          size: HOSTILE.length,
          bytes: Buffer.from(HOSTILE).toString("base64"),
        },
      },
    ]);
    await untilInbox(web, 3);
  });
  afterAll(() => web.close());

  /** How often it is read on the page. Throws if it is anything else than text. */
  async function readOn(page: Page): Promise<number> {
    const found = await page.evaluate(() => ({
      hacked: "hacked" in window,
      images: document.querySelectorAll(`img:not([src^="/"])`).length,
      texts: document.body.innerText.split("onerror=").length - 1,
    }));
    if (found.hacked || found.images > 0) throw new Error(`it is no text: ${JSON.stringify(found)}`);
    return found.texts;
  }
  const open = (path: string): Promise<Page> => pages.open(`${web.url}${path}`);

  it("is text in the inbox, and in what the actions say", async () => {
    const page = await open("/?state=unacknowledged,shelved");
    await expect.poll(() => lines(page).count()).toBe(2);
    await page.locator("tr.flood button.open").click();
    await expect.poll(() => lines(page).count()).toBe(4);
    await expect.poll(() => readOn(page)).toBeGreaterThanOrEqual(4);
    await page.getByRole("link", { name: HOSTILE }).focus();
    await lines(page).filter({ hasText: "Shelved" }).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await page.getByRole("dialog").getByText(HOSTILE).waitFor();
    await readOn(page);
  });

  it("is text on the pages of the failure and of the asset, in the tree and in the list", async () => {
    pages.expectErrors(/404/);
    const page = await open(`/failures/${encodeURIComponent(id)}`);
    await page.getByRole("heading", { level: 1, name: HOSTILE }).waitFor();
    await page.locator("ol.log li").nth(3).waitFor();
    await expect.poll(() => readOn(page)).toBeGreaterThan(15);
    await page.getByRole("link", { name: "asset page" }).click();
    await page.getByRole("heading", { level: 2, name: "Journal" }).waitFor();
    await expect.poll(() => readOn(page)).toBeGreaterThan(5);
    await page.goto(`${web.url}/assets?under=site1`);
    await page.locator("table.asset-table").waitFor();
    await page
      .getByRole("button", { name: "What is in area1" })
      .click()
      .catch(() => undefined);
    await expect.poll(() => readOn(page)).toBeGreaterThan(1);
    await page.goto(`${web.url}/assets/${encodeURIComponent(HOSTILE)}`);
    await page.getByRole("alert").waitFor();
    await readOn(page);
  });

  it("is text on the pipeline's page, and in the rejected message", async () => {
    const page = await open("/pipeline");
    await page.getByRole("button", { name: HOSTILE }).click();
    await page.getByRole("region", { name: "The payload as text" }).waitFor();
    expect(await readOn(page)).toBeGreaterThan(3);
  });

  it("is text in an address: as a search, as a filter, as a class of models", async () => {
    const page = await open(`/?q=${encodeURIComponent(HOSTILE)}&class=${encodeURIComponent(HOSTILE)}`);
    await page.getByText("Nothing with this filter.").waitFor();
    await readOn(page);
    await page.goto(`${web.url}/models?class=${encodeURIComponent(HOSTILE)}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await readOn(page);
  });

  it("could not run either: the page's policy lets nothing run but its own files", async () => {
    pages.expectErrors(/Content Security Policy/, /404|400/);
    const page = await open("/");
    await page.evaluate((html) => document.body.insertAdjacentHTML("beforeend", html), HOSTILE);
    await page.locator(`img[src="x"]`).waitFor({ state: "attached" });
    await expect
      .poll(() => page.evaluate(() => document.querySelector<HTMLImageElement>(`img[src="x"]`)?.complete))
      .toBe(true);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  });
});
