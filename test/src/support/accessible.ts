import axe from "axe-core";
import type { Page } from "playwright-core";

async function violationsIn(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.locator(`html.${colorScheme}`).waitFor();
  await page.evaluate(axe.source);
  return page.evaluate(async (scheme) => {
    const { axe: run } = window as unknown as { axe: typeof axe };
    const { violations } = await run.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${scheme}: ${id}: ${target.join(" ")}: ${failureSummary ?? ""}`,
      ),
    );
  }, colorScheme);
}

/** What axe-core finds wrong with a page as it is, in the light theme and in the dark one. */
export const violationsOf = async (page: Page): Promise<string[]> => [
  ...(await violationsIn(page, "light")),
  ...(await violationsIn(page, "dark")),
];
