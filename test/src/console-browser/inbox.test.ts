import { failures } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { countOf, lineOf, lines, namesOf } from "../support/inbox.ts";
import { usePages } from "../support/pages.ts";
import { failureOf, write, writePlant } from "../support/plant-log.ts";
import { untilInbox } from "../support/until.ts";

describe.skipIf(skipWithout("chromium"))("the inbox in a browser", () => {
  const pages = usePages();
  let web: TestConsole;
  beforeAll(async () => {
    web = await startTestConsole();
    await writePlant(web.broker, 60, 45);
    // The second site begins after a thousand assets.
    await write(web.broker, failures, [failureOf(1_000, Date.now()), failureOf(1_001, Date.now())]);
    await untilInbox(web, 47);
  });
  afterAll(() => web.close());

  it("has the worst first, then what has the least life left", async () => {
    const page = await pages.open(web.url);
    await expect.poll(() => countOf(page)).toBe("47 entries");
    const { items } = await web.ask<{ items: { failure: { asset: string } }[] }>("/api/failures?limit=20");
    expect((await namesOf(page)).slice(0, 20)).toEqual(
      items.map(({ failure }) => failure.asset.split("/").at(-1)),
    );
    const severities = await lines(page).locator(".level").allInnerTexts();
    expect(severities.slice(0, 13)).toEqual([...Array<string>(11).fill("Critical"), "High", "High"]);
    expect(await lineOf(page, "pump44").innerText()).toMatch(/Critical[^]*site1[^]*%[^]*Unack/);
  });

  it("is filtered by clicks, which the address keeps for a reload, for Back and for others", async () => {
    const page = await pages.open(web.url);
    await expect.poll(() => countOf(page)).toBe("47 entries");
    await page.getByRole("button", { name: /^Critical/ }).click();
    await expect.poll(() => countOf(page)).toBe("11 entries");
    await page.getByRole("button", { name: /^High/ }).click();
    await expect.poll(() => countOf(page)).toBe("22 entries");
    await page.getByRole("combobox", { name: "Site" }).selectOption("site1");
    await page.getByRole("combobox", { name: "Line" }).selectOption("site1/area1/line3");
    await expect.poll(() => countOf(page)).toBe("2 entries");
    const address = new URL(page.url()).searchParams;
    expect(Object.fromEntries(address)).toEqual({
      severity: "critical,high",
      site: "site1",
      line: "site1/area1/line3",
    });

    await page.reload();
    await expect.poll(() => countOf(page)).toBe("2 entries");
    expect(await page.getByRole("button", { name: /^High/ }).getAttribute("aria-pressed")).toBe("true");
    const other = await pages.open(page.url());
    await expect.poll(() => namesOf(other)).toEqual(await namesOf(page));

    await page.goBack();
    await expect.poll(() => countOf(page)).toBe("22 entries");
    expect(new URL(page.url()).searchParams.get("line")).toBeNull();
    await page.goBack();
    await page.goBack();
    await expect.poll(() => countOf(page)).toBe("11 entries");
    await page.goForward();
    await expect.poll(() => countOf(page)).toBe("22 entries");
    await page.getByRole("link", { name: "Clear" }).click();
    await expect.poll(() => countOf(page)).toBe("47 entries");
  });

  it("is searched as one types, and says so if nothing is found", async () => {
    const page = await pages.open(web.url);
    await page.getByRole("searchbox").fill("PUMP12");
    await expect.poll(() => countOf(page)).toBe("1 entry");
    expect(await namesOf(page)).toEqual(["pump12"]);
    expect(new URL(page.url()).search).toBe("?q=PUMP12");
    await page.getByRole("searchbox").fill("%");
    await page.getByText("Nothing with this filter.").waitFor();
    await page.getByRole("searchbox").fill("");
    await expect.poll(() => countOf(page)).toBe("47 entries");
    expect(new URL(page.url()).search).toBe("");
  });

  it("counts what there is of each state and severity, whatever the filter", async () => {
    const page = await pages.open(`${web.url}/?site=site2`);
    await expect.poll(() => countOf(page)).toBe("2 entries");
    const texts = async (group: string) =>
      (await page.getByRole("group", { name: group }).getByRole("button").allInnerTexts()).map((text) =>
        text.replace(/\s+/g, " "),
      );
    expect(await texts("Severity")).toEqual(["Critical 11", "High 11", "Medium 12", "Low 13"]);
    expect((await texts("State")).slice(0, 2)).toEqual(["Unacknowledged 47", "Acknowledged 0"]);
  });

  it("has the failure behind a click on its line, and is as it was left when one comes back", async () => {
    // These plants have no raw blocks.
    pages.expectErrors(/404.*\/spectrum/);
    const page = await pages.open(`${web.url}/?severity=low`);
    await lines(page).nth(3).locator(".mode").click();
    await page.waitForURL("**/failures/**");
    await page.getByRole("heading", { name: "What to do?" }).waitFor();
    await page.goBack();
    await expect.poll(() => countOf(page)).toBe("13 entries");
    expect(await page.locator('tr[aria-current="true"]').getAttribute("aria-rowindex")).toBe("5");
  });
});
