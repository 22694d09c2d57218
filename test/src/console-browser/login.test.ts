import { addUser, openDatabase } from "@presage/console";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOf } from "../support/accessible.ts";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { countOf, lines } from "../support/inbox.ts";
import { usePages } from "../support/pages.ts";
import { pathOf, writePlant } from "../support/plant-log.ts";

const PASSWORD = "correct horse battery";

describe.skipIf(skipWithout("chromium"))("logging in", () => {
  const pages = usePages();
  let web: TestConsole;
  beforeAll(async () => {
    web = await startTestConsole({ env: { PRESAGE_CONSOLE_LOGIN: "required" } });
    const db = await openDatabase({ dataDir: web.directory });
    await addUser(db, { name: "vera", role: "viewer", password: PASSWORD }, "root");
    await addUser(db, { name: "emil", role: "engineer", password: PASSWORD }, "root");
    await db.destroy();
    await writePlant(web.broker, 10, 3);
  });
  afterAll(() => web.close());

  /** The login page, on which what was asked before one has logged in is refused. */
  async function open(path = "/"): Promise<Page> {
    pages.expectErrors(/401 \(Unauthorized\)/, /404.*\/spectrum/);
    const page = await pages.open(`${web.url}${path}`);
    await page.getByRole("heading", { name: "Log in to Presage" }).waitFor();
    return page;
  }
  async function enter(page: Page, name: string, password = PASSWORD): Promise<void> {
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.keyboard.press("Enter");
  }

  it("says in words that a password is wrong, and lets in who knows it, to the page that was asked for", async () => {
    const page = await open("/?severity=low");
    await enter(page, "emil", "wrong horse battery");
    await expect.poll(() => page.getByRole("alert").innerText()).toBe("Name or password is wrong.");
    await enter(page, "emil");
    await expect.poll(() => countOf(page)).toBe("1 entry");
    expect(await page.locator("header.top").innerText()).toContain("emil");
    await lines(page).first().getByRole("checkbox").check();
    await page.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await expect.poll(() => lines(page).first().locator(".state").innerText()).toBe("Acknowledged");
  });

  it("shows a viewer everything and offers nothing to change", async () => {
    const page = await open();
    await enter(page, "vera");
    await expect.poll(() => countOf(page)).toBe("3 entries");
    await page.keyboard.press("j");
    await page.keyboard.press("a");
    await page.keyboard.press("s");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.keyboard.press("x");
    expect(await page.getByRole("toolbar").count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "What to do?" }).waitFor();
    expect(await page.getByRole("toolbar", { name: "Actions" }).count()).toBe(0);
    await page.goto(`${web.url}/assets/${encodeURIComponent(pathOf(0))}`);
    await page.locator("dl.asset-state").waitFor();
    expect(await page.getByRole("button", { name: "Reset baseline…" }).count()).toBe(0);
  });

  it("ends with logging out, after which nothing is shown any more", async () => {
    const page = await open();
    await enter(page, "vera");
    await expect.poll(() => countOf(page)).toBe("3 entries");
    await page.locator("details.person summary").click();
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("heading", { name: "Log in to Presage" }).waitFor();
    await page.goBack();
    await page.goto(`${web.url}/assets`);
    await page.getByRole("heading", { name: "Log in to Presage" }).waitFor();
    expect(await page.getByRole("link", { name: "pump1" }).count()).toBe(0);
  });

  it("is asked of who was logged out elsewhere, on the page that is open", async () => {
    const page = await open();
    await enter(page, "emil");
    await expect.poll(() => countOf(page)).toBe("3 entries");
    await page.context().clearCookies();
    await page.keyboard.press("j");
    await page.keyboard.press("c");
    await page.getByRole("textbox", { name: "Comment" }).fill("is that so?");
    await page.getByRole("dialog").getByRole("button", { name: "Comment" }).click();
    await page.getByRole("heading", { name: "Log in to Presage" }).waitFor();
    await enter(page, "emil");
    await expect.poll(() => countOf(page)).toBe("3 entries");
  });

  it("has a page that anybody can read", async () => {
    expect(await violationsOf(await open())).toEqual([]);
  });
});
