import type { Locator, Page } from "playwright-core";

/** The lines that are in the document: those in view, and some around them. */
export const lines = (page: Page): Locator => page.locator("table.inbox tbody tr");

/** The line of one asset, by its own name. */
export const lineOf = (page: Page, name: string): Locator =>
  lines(page).filter({ has: page.getByRole("link", { name, exact: true }) });

/** The line that the keys act on. */
export const current = (page: Page): Locator => page.locator('table.inbox tr[aria-current="true"]');

/** What leads on from each line: the names of the assets, or how many failures a flood has. */
export const namesOf = async (page: Page): Promise<string[]> =>
  (await lines(page).locator(".open").allInnerTexts()).map((text) => text.trim());

/** `45 entries`. */
export const countOf = (page: Page): Promise<string> => page.locator(".inbox-page .head p").innerText();

/** The name of what has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "nothing";
    return (element.getAttribute("aria-label") ?? element.textContent).trim();
  });

/** Whether one sees what has the focus: an outline of some width, in a colour that is not that of nothing. */
export const isFocusSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body || !element.matches(":focus-visible")) return false;
    const box = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const within = box.bottom > 0 && box.top < innerHeight && box.width > 0;
    return within && outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
  });
