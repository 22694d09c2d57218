import type { Locator } from "playwright-core";

/** Whether a colour of the theme is on a canvas, as `--zone-c`. */
export const hasColour = (canvas: Locator, variable: string): Promise<boolean> =>
  canvas.first().evaluate((element: HTMLCanvasElement, name: string) => {
    const probe = new OffscreenCanvas(1, 1).getContext("2d");
    const context = element.getContext("2d");
    if (probe === null || context === null) return false;
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
    probe.fillRect(0, 0, 1, 1);
    const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
    const pixels = context.getImageData(0, 0, element.width, element.height).data;
    for (let i = 0; i + 3 < pixels.length; i += 4)
      if (pixels[i] === red && pixels[i + 1] === green && pixels[i + 2] === blue && pixels[i + 3] === 255)
        return true;
    return false;
  }, variable);

/** How many colours there are on a canvas: one if nothing is drawn. */
export const coloursOn = (canvas: Locator): Promise<number> =>
  canvas.first().evaluate((element: HTMLCanvasElement) => {
    const { width, height } = element;
    const pixels = element.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
    const colours = new Set<number>();
    for (let i = 0; i + 3 < pixels.length; i += 4)
      colours.add(((pixels[i] ?? 0) << 16) | ((pixels[i + 1] ?? 0) << 8) | (pixels[i + 2] ?? 0));
    return colours.size;
  });
