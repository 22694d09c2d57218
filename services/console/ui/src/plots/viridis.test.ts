import { expect, test } from "vitest";
import { colourScale, viridis } from "./viridis.ts";

// Ends and middle of matplotlib's viridis: #440154, #21918c, #fde725.
test("viridis goes from dark violet over teal to yellow", () => {
  expect(viridis(0)).toEqual([68, 1, 84]);
  expect(viridis(1)).toEqual([253, 231, 37]);
  const [red, green, blue] = viridis(0.5);
  expect(Math.abs(red - 0x21) + Math.abs(green - 0x91) + Math.abs(blue - 0x8c)).toBeLessThan(6);
});

test("it gets lighter all the way", () => {
  // Relative luminance without gamma is enough to order them.
  const light = Array.from({ length: 101 }, (_, i) => {
    const [red, green, blue] = viridis(i / 100);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  expect(light).toEqual(light.toSorted((a, b) => a - b));
});

test("what is outside has the colour of the end", () => {
  expect(viridis(-1)).toEqual(viridis(0));
  expect(viridis(2)).toEqual(viridis(1));
});

test("a linear scale is from nothing to the greatest", () => {
  const scale = colourScale(
    [
      [0, 1],
      [2, 4],
    ],
    false,
  );
  expect([scale.least, scale.share(scale.most), scale.share(0)]).toEqual([0, 1, 0]);
});

test("a logarithmic scale shows a thousand to one at most, and what is below as the least", () => {
  const scale = colourScale([[0, 1e-9, 1e-9, 10]], true);
  expect(scale.share(0)).toBe(0);
  expect(scale.most / scale.least).toBeLessThanOrEqual(1000.001);
  expect(scale.share(scale.most)).toBeCloseTo(1, 9);
});
