import { feedback } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { coloursOn, hasColour } from "../support/canvas.ts";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { readTopic } from "../support/log.ts";
import { usePages } from "../support/pages.ts";
import { configOfLife, pathOf, writeLife } from "../support/plant-log.ts";
import { until, untilInbox } from "../support/until.ts";

const ASSET = pathOf(3);

describe.skipIf(skipWithout("chromium"))("the page of a failure", () => {
  const pages = usePages();
  let web: TestConsole;
  let id: string;
  let page: Page;
  beforeAll(async () => {
    web = await startTestConsole({ config: configOfLife(ASSET) });
    id = await writeLife(web.broker, ASSET, 40);
    await untilInbox(web, 1);
    const snapshots = `/api/assets/${encodeURIComponent(ASSET)}/snapshots`;
    await until("kept blocks", async () => (await web.ask<{ items: object[] }>(snapshots)).items.length > 5);
  });
  afterAll(() => web.close());
  beforeEach(async () => {
    page = await pages.open(`${web.url}/failures/${encodeURIComponent(id)}`);
    await page.getByRole("heading", { level: 1, name: "pump4" }).waitFor();
  });

  const answer = (question: string) =>
    page.locator("section.answer").filter({ has: page.getByRole("heading", { name: question }) });
  const tab = async (name: string): Promise<void> => {
    await page.getByRole("tab", { name }).click();
    await page.getByRole("tabpanel").locator("canvas").waitFor();
  };
  const reading = () => page.getByRole("tabpanel").locator("output.plot-reading");
  const plot = () => page.getByRole("tabpanel").locator("canvas");
  const button = (name: string) =>
    page.getByRole("toolbar", { name: "Actions" }).getByRole("button", { name, exact: true });
  const journal = () => page.locator("ol.log > li").allInnerTexts();

  it("answers: is it real, what, how long, why, what to do", async () => {
    expect(await answer("Is it real?").innerText()).toMatch(
      /87 % risk within 24 h[^]*2 % when healthy[^]*Rising: 40 % to 87 %[^]*zone C/,
    );
    expect(await answer("What is it?").innerText()).toMatch(/Bearing, outer race[^]*Evidence 71 %/);
    expect(await answer("How long have I got?").innerText()).toMatch(/About 30 h[^]*8–80 h|8 h–3.3 d/);
    expect(await answer("Why?").innerText()).toMatch(/3\.4 g?, usually 0\.6/);
    expect(await answer("What to do?").innerText()).toContain("Plan an inspection of the bearing");
    const moved = page.locator("section").filter({ has: page.getByText("What moved the risk") });
    expect(await moved.innerText()).toMatch(/kurtosis[^]*\+60\.0[^]*from 2\.0 %[^]*to 87\.0 %/);
  });

  it("draws the trends, of velocity with the zones of ISO 20816-3", async () => {
    const velocity = page.locator("figure").filter({ hasText: "vib-x velocity_rms" });
    await velocity.locator("canvas").waitFor();
    await expect.poll(() => hasColour(velocity.locator("canvas"), "--zone-c")).toBe(true);
    expect(await hasColour(velocity.locator("canvas"), "--zone-d")).toBe(false); // it is far from there
    // By mouse the reading is that of the time under the cursor.
    await velocity.locator(".u-over").hover();
    expect(await velocity.locator(".plot-reading").innerText()).toMatch(/1\.84 mm\/s/);
  });

  it.each([
    ["Velocity spectrum", "mm/s"],
    ["Acceleration spectrum", "g"],
    ["Envelope spectrum", "g"],
  ])("draws the %s, and reads out frequency, order and amplitude under the cursor", async (name, unit) => {
    await tab(name);
    await expect.poll(() => coloursOn(plot())).toBeGreaterThan(5);
    await page.getByRole("tabpanel").locator(".u-over").hover();
    const said = new RegExp(`^[\\d.]+ Hz, order [\\d.]+, [\\d.e-]+ ${unit}`);
    await expect.poll(() => reading().innerText()).toMatch(said);
    const group = page.getByRole("tabpanel").getByRole("group").first();
    await group.focus();
    await page.keyboard.press("Home");
    const first = await reading().innerText();
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => reading().innerText()).not.toBe(first);
  });

  it("names the bearing's frequency in the envelope, and lists its harmonics after a click", async () => {
    await tab("Envelope spectrum");
    await page.getByText("Greatest lines").click();
    const lines = page.locator("details li button");
    const bpfo = lines.filter({ hasText: "BPFO" }).first();
    expect(await bpfo.innerText()).toMatch(/Hz, order [\d.]+, .* near .*BPFO/);
    await bpfo.click();
    const family = page.getByRole("list", { name: "Lines of the cursor" });
    expect((await family.getByRole("listitem").allInnerTexts())[1]).toMatch(/^2× [\d.]+ Hz/);
  });

  it("draws the waveform and the waterfall, whose rows lead to their spectrum", async () => {
    await tab("Waveform");
    await expect.poll(() => coloursOn(plot())).toBeGreaterThan(5);
    await page.getByRole("tabpanel").locator(".u-over").hover();
    await expect.poll(() => reading().innerText()).toMatch(/ g at [\d.]+ ms/);

    await tab("Waterfall");
    await expect.poll(() => coloursOn(plot())).toBeGreaterThan(50);
    await plot().hover();
    await expect.poll(() => reading().innerText()).toMatch(/^[\d.]+ Hz, [\d.e-]+ g, \d{4}-/);
    await plot().click();
    await page.getByRole("tab", { name: "Velocity spectrum", selected: true }).waitFor();
  });

  it("takes what is said of it, which is in the journal and in the log", async () => {
    await button("Acknowledge").click();
    await expect.poll(async () => (await journal())[0]).toMatch(/Acknowledged by local/);
    expect(await button("Acknowledge").count()).toBe(0);

    await button("Comment").click();
    await page.getByRole("textbox", { name: "Comment" }).fill("grease came out");
    await page.getByRole("dialog").getByRole("button", { name: "Comment" }).click();
    await expect.poll(async () => (await journal())[0]).toMatch(/Comment by local\s+grease came out/);

    await button("Work order").click();
    await page.getByRole("textbox", { name: "Number of the work order" }).fill("4711");
    await page.getByRole("dialog").getByRole("button", { name: "Link" }).click();
    await expect.poll(async () => (await journal())[0]).toMatch(/Work order linked, 4711 by local/);

    await button("Label").click();
    await page.getByRole("radio", { name: /^Confirmed/ }).check();
    await page.getByRole("combobox", { name: "What failed" }).selectOption("inner-race");
    await page.getByRole("dialog").getByRole("button", { name: "Label" }).click();
    await expect
      .poll(async () => (await journal())[0])
      .toMatch(/Labelled confirmed, Bearing, inner race, work order 4711/);

    await button("Shelve").click();
    await page.getByRole("dialog").getByRole("button", { name: "Shelve" }).click();
    expect(await page.getByRole("dialog").count()).toBe(1); // it asks why
    await page.getByRole("textbox", { name: "Why" }).fill("until the stop");
    await page.getByRole("radio", { name: "1 week" }).check();
    await page.getByRole("dialog").getByRole("button", { name: "Shelve" }).click();
    await expect.poll(async () => (await journal())[0]).toMatch(/Shelved, until [^]*until the stop/);
    expect(await page.locator(".failure-head").innerText()).toMatch(
      /Shelved until .* by local: until the stop[^]*Confirmed[^]*Work order 4711, done/,
    );
    await button("Unshelve").click();
    await expect.poll(async () => (await journal())[0]).toMatch(/Taken from the shelf/);

    const said = (await readTopic(web.broker, feedback)).map(({ key, value }) => [key, value]);
    expect(said).toMatchObject([
      [ASSET, { action: "acknowledge", by: "local", failure: id }],
      [ASSET, { action: "comment", comment: "grease came out" }],
      [ASSET, { action: "work-order", workOrder: "4711" }],
      [ASSET, { action: "confirmed", mode: "inner-race", workOrder: "4711", via: "console" }],
      [ASSET, { action: "shelve", comment: "until the stop" }],
      [ASSET, { action: "unshelve" }],
    ]);
  });
});
