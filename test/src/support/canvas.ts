import type { Locator } from "playwright-core";

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
