import { feedback } from "@presage/contracts";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestConsole, type TestConsole } from "../support/console.ts";
import { countOf, current, focused, isFocusSeen, lineOf, lines, namesOf } from "../support/inbox.ts";
import { readTopic } from "../support/log.ts";
import { usePages } from "../support/pages.ts";
import { writeFlood, writePlant } from "../support/plant-log.ts";
import { untilInbox } from "../support/until.ts";

describe.skipIf(skipWithout("chromium"))("the inbox by keyboard", () => {
  const pages = usePages();
  let web: TestConsole;
  let page: Page;
  let names: readonly string[];
  beforeEach(async () => {
    web = await startTestConsole();
    await writePlant(web.broker, 40, 12);
    await untilInbox(web, 12);
    page = await pages.open(web.url);
    await expect.poll(() => countOf(page)).toBe("12 entries");
    names = await namesOf(page);
  });
  afterEach(() => web.close());

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const cursor = (): Promise<string> => current(page).locator(".open").innerText();
  const goTo = async (name = ""): Promise<void> => {
    await press(...Array<string>((await namesOf(page)).indexOf(name) + 1).fill("j"));
    await expect.poll(() => focused(page)).toBe(name);
  };
  const said = async (): Promise<string[]> =>
    (await readTopic(web.broker, feedback)).map(({ value }) => value.action);

  it("is walked through with j and k, or with arrows; what has the focus is always seen", async () => {
    const down = ["j", "j", "ArrowDown", "j"];
    for (const [i, key] of down.entries()) {
      await press(key);
      await expect.poll(() => focused(page)).toBe(names[i]);
      expect([await cursor(), await isFocusSeen(page)]).toEqual([names[i], true]);
    }
    await press("k", "ArrowUp");
    await expect.poll(() => focused(page)).toBe(names[1]);
    await press("k", "k", "k");
    await expect.poll(() => focused(page)).toBe(names[0]);
  });

  it("has nothing on the way of Tab that is not seen", async () => {
    const seen: string[] = [];
    for (let i = 0; i < 25; i++) {
      await press("Tab");
      expect([await focused(page), await isFocusSeen(page)]).toEqual([expect.any(String), true]);
      seen.push(await focused(page));
    }
    expect(seen).toContain(names[0]);
    await press("Shift+Tab");
    expect(await focused(page)).toBe(seen.at(-2));
  });

  it("opens a failure with Enter, goes on with j and k there, and comes back with Escape", async () => {
    pages.expectErrors(/404.*\/spectrum/);
    await goTo(names[1]);
    await press("Enter");
    await page.getByRole("heading", { level: 1, name: names[1] ?? "" }).waitFor();
    await press("j");
    await page.getByRole("heading", { level: 1, name: names[2] ?? "" }).waitFor();
    await press("j", "k");
    await page.getByRole("heading", { level: 1, name: names[2] ?? "" }).waitFor();
    await press("Escape");
    await expect.poll(() => cursor()).toBe(names[2]);
    await press("j");
    await expect.poll(() => focused(page)).toBe(names[3]);
  });

  it("acknowledges with a, and the focus stays", async () => {
    const [first = ""] = names;
    await goTo(first);
    await press("a");
    await page.getByText("Acknowledged", { exact: true }).last().waitFor();
    await expect.poll(() => lineOf(page, first).locator(".state").innerText()).toBe("Acknowledged");
    expect([await focused(page), await isFocusSeen(page), await said()]).toEqual([
      first,
      true,
      ["acknowledge"],
    ]);
    await press("a");
    await page.getByText("Nothing here to acknowledge").waitFor();
  });

  it("shelves with s: asks how long and why, and gives the focus back", async () => {
    const [, second = ""] = names;
    await goTo(second);
    await press("s");
    const dialog = page.getByRole("dialog", { name: "Shelve" });
    await dialog.waitFor();
    expect(await dialog.getByRole("radio", { name: "8 hours" }).isChecked()).toBe(true);
    await press("ArrowDown");
    expect(await dialog.getByRole("radio", { name: "1 day" }).isChecked()).toBe(true);
    await press("Tab");
    await page.keyboard.type("until the stop a");
    await press("Tab", "Tab", "Enter");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => lineOf(page, second).locator(".state").innerText()).toMatch(/^Shelved until/);
    await expect.poll(() => focused(page)).toBe(second);
    expect(await isFocusSeen(page)).toBe(true);
    expect((await readTopic(web.broker, feedback)).at(-1)?.value).toMatchObject({
      action: "shelve",
      comment: "until the stop a",
    });
    await press("u");
    await expect.poll(() => lineOf(page, second).locator(".state").innerText()).toBe("Unacknowledged");
  });

  it("lets one think better of it with Escape: nothing is said, and the focus is back", async () => {
    await goTo(names[3]);
    for (const [key, title] of [
      ["s", "Shelve"],
      ["l", "Label what was found"],
      ["c", "Comment"],
      ["w", "Link a work order"],
      ["o", "Take out of service"],
      ["?", "Keys"],
    ] as const) {
      await press(key);
      await page.getByRole("dialog", { name: title }).waitFor();
      expect([title, await isFocusSeen(page)]).toEqual([title, true]);
      await press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await expect.poll(() => focused(page)).toBe(names[3]);
    }
    expect(await said()).toEqual([]);
  });

  it("labels with l", async () => {
    const [first = ""] = names;
    await goTo(first);
    await press("l");
    await page.getByRole("dialog").waitFor();
    await press("ArrowDown", "Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => lineOf(page, first).locator(".tag").innerText()).toBe("False alarm");
    expect(await said()).toEqual(["false-alarm"]);
  });

  it("ticks with x, and with Shift all in between, for one deed", async () => {
    await press("j", "x", "j", "j", "Shift+X");
    const bar = page.getByRole("toolbar", { name: "With all that is selected" });
    await bar.getByText("3 selected").waitFor();
    await press("Escape");
    await bar.waitFor({ state: "detached" });
    await press("k", "x", "j", "x", "a");
    await page.getByText("Acknowledged: 2").waitFor();
    await bar.waitFor({ state: "detached" });
    expect(await said()).toEqual(["acknowledge", "acknowledge"]);
    for (const name of names.slice(1, 3))
      await expect.poll(() => lineOf(page, name).locator(".state").innerText()).toBe("Acknowledged");
  });

  it("shows the members of a flood with Enter or →, and acknowledges them all at once", async () => {
    const flood = "6 failures together";
    await writeFlood(web.broker, 1, 6);
    await page.getByRole("button", { name: flood }).waitFor();
    expect(await countOf(page)).toBe("13 entries");
    await goTo(flood);
    await press("Enter");
    await expect.poll(() => lines(page).count()).toBe(19);
    await press("ArrowLeft");
    await expect.poll(() => lines(page).count()).toBe(13);
    await press("ArrowRight");
    await expect.poll(() => lines(page).count()).toBe(19);
    await press("a");
    await page.getByText("Acknowledged: 6").waitFor();
    await expect
      .poll(() => page.locator("tr.member .state").allInnerTexts())
      .toEqual(Array(6).fill("Acknowledged"));
    expect(await said()).toEqual(Array(6).fill("acknowledge"));
    expect(await focused(page)).toBe(flood);
  });

  it("goes to the search with /, and out of it with Enter", async () => {
    await press("/");
    await page.keyboard.type("pump1a");
    await press("Backspace", "Enter");
    await expect.poll(() => page.url()).toMatch(/\?q=pump1$/);
    await expect.poll(() => countOf(page)).toBe("4 entries");
    await press("j", "j");
    await expect.poll(() => cursor()).toMatch(/^pump1/);
    expect(await said()).toEqual([]);
  });
});
