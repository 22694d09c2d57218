import { rmSync } from "node:fs";
import { skipWithout } from "@presage/testbed";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOf } from "../support/accessible.ts";
import { type ModelsPlant, writeModelsPlant } from "../support/models-plant.ts";
import { usePages } from "../support/pages.ts";
import type { Presage } from "../support/presage.ts";

describe.skipIf(skipWithout("chromium"))("the models in a browser", () => {
  const pages = usePages();
  let plant: ModelsPlant;
  let presage: Presage;
  beforeAll(async () => {
    plant = await writeModelsPlant();
    presage = await plant.start();
  });
  afterAll(async () => {
    await presage.stop();
    rmSync(plant.directory, { recursive: true });
  });

  const open = async (): Promise<Page> => {
    const page = await pages.open(`http://127.0.0.1:${presage.httpPort}/models`);
    await page.getByRole("heading", { level: 2, name: "Live" }).waitFor();
    return page;
  };
  const live = (page: Page) => page.getByRole("region", { name: "Live" }).locator("tbody tr");
  const comparison = (page: Page) => page.getByRole("region", { name: "Challenger against champion" });

  it("show what is live, and every package with its manifest and card", async () => {
    const page = await open();
    expect(await live(page).innerText()).toMatch(/default[^]*constant@1\.0\.0[^]*nothing was promoted yet/);
    const packages = page.getByRole("region", { name: "Packages" }).locator("article");
    await expect.poll(() => packages.count()).toBe(2);
    const card = packages.filter({ hasText: "constant@2.0.0" });
    await card.getByText("Manifest and card").click();
    await card.getByRole("region", { name: "Card of constant@2.0.0" }).waitFor();
    expect(await card.innerText()).toContain(plant.next.digest);
    await page.getByRole("heading", { name: "Drift of the inputs" }).waitFor();
    await page.getByText("Nothing was ever promoted.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it("are put into shadow after a question", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Shadow…" }).click();
    const dialog = page.getByRole("dialog", { name: "Put into shadow" });
    await dialog.getByText(/constant@2\.0\.0 scores the same windows as constant@1\.0\.0/).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Shadow…" }).click();
    await dialog.getByRole("textbox", { name: "Comment" }).fill("let us see");
    await dialog.getByRole("button", { name: "Put into shadow" }).click();
    await page.getByText("constant@2.0.0 is in shadow for default").waitFor();
    await expect.poll(() => live(page).innerText()).toMatch(/constant@2\.0\.0[^]*by local[^]*let us see/);
  });

  it("are compared by what was found of the machines, and a worse one is promoted only if one insists", async () => {
    const page = await open();
    await comparison(page).getByText("The challenger did worse:").waitFor();
    const said = await comparison(page).innerText();
    expect(said).toMatch(/576 windows of 12 assets/);
    expect(said).toMatch(/Confirmed failures found\s+3 of 3\s+0 of 3/);
    expect(said).toMatch(/Champion only\s+33/);
    expect(await violationsOf(page)).toEqual([]);

    await live(page).getByRole("button", { name: "Promote…" }).click();
    const dialog = page.getByRole("dialog", { name: "Promote" });
    await dialog.getByText("The challenger did worse:").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Promote" }).click();
    expect(await dialog.count()).toBe(1); // it asks whether one insists
    await dialog.getByRole("checkbox", { name: "Promote it all the same" }).check();
    await dialog.getByRole("button", { name: "Promote" }).click();
    await page.getByText("constant@2.0.0 is live for default").waitFor();
    await expect.poll(() => live(page).innerText()).toMatch(/constant@2\.0\.0[^]*constant@1\.0\.0/);
  });

  it("are rolled back, and the history tells all of it", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Roll back…" }).click();
    const dialog = page.getByRole("dialog", { name: "Roll back" });
    await dialog.getByRole("textbox", { name: "Comment" }).fill("too blind");
    await dialog.getByRole("button", { name: "Roll back" }).click();
    await page.getByText("constant@1.0.0 is live again for default").waitFor();
    const entries = page.getByRole("region", { name: "History of default" }).getByRole("listitem");
    await expect.poll(() => entries.count()).toBe(3);
    expect((await entries.allInnerTexts()).join("\n")).toMatch(
      /Rolled back to constant@1\.0\.0[^]*too blind[^]*constant@2\.0\.0 was promoted[^]*was put into shadow/,
    );
  });
});
