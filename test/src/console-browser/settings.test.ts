import { addUser, openDatabase } from "@presage/console";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOf } from "../support/accessible.ts";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { usePages } from "../support/pages.ts";

const PASSWORD = "correct horse battery";

describe.skipIf(skipWithout("chromium"))("the settings", () => {
  const pages = usePages();
  let web: TestConsole;
  beforeAll(async () => {
    web = await startTestConsole({
      env: { PRESAGE_CONSOLE_LOGIN: "required" },
      config: "console: { notify: [{ url: 'http://127.0.0.1:1/hooks/secret' }] }",
    });
    const db = await openDatabase({ dataDir: web.directory });
    await addUser(db, { name: "root", role: "admin", password: PASSWORD }, "test");
    await db.deleteFrom("account").where("id", "=", "admin").execute();
    await db.destroy();
  });
  afterAll(() => web.close());

  async function open(tab: string, width = 1_280): Promise<Page> {
    pages.expectErrors(/401 \(Unauthorized\)/, /409 \(Conflict\)/);
    const page = await pages.open(`${web.url}/settings?tab=${tab}`, { viewport: { width, height: 800 } });
    await page.getByRole("textbox", { name: "Name" }).fill("root");
    await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    return page;
  }

  it.each(["account", "users", "tokens", "notifications", "audit"])(
    "can be used by anybody, on a phone too: %s",
    async (tab) => {
      const page = await open(tab, 360);
      await page.locator("[role=tabpanel] :is(table, li, p)").first().waitFor();
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    },
  );

  it("say in words that somebody must stay admin", async () => {
    const page = await open("users");
    await page.getByRole("button", { name: "Role… of root" }).click();
    await page.getByRole("radio", { name: "viewer" }).check();
    await page.getByRole("button", { name: "Change role" }).click();
    await expect.poll(() => page.getByRole("alert").innerText()).toMatch(/^Somebody must stay admin/);
  });

  it("show a token once, with the role that was chosen, and not even Escape takes it away", async () => {
    const page = await open("tokens");
    await page.getByRole("button", { name: "Make a token…" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("mes");
    await page.getByRole("radio", { name: "engineer" }).check();
    await page.getByRole("button", { name: "Make", exact: true }).click();
    const token = await page.getByRole("textbox", { name: "Token" }).inputValue();
    expect(token).toMatch(/^prs_/);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "I have kept it" }).click();
    await expect.poll(() => page.locator("table").innerText()).toMatch(/mes\s+engineer/);
    expect(await page.content()).not.toContain(token);
  });

  it("say how a test of a destination went, without its secrets", async () => {
    const page = await open("notifications");
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect.poll(() => page.locator(".said").innerText(), { timeout: 20_000 }).toMatch(/^Not delivered/);
    expect(await page.content()).not.toContain("secret");
  });
});
