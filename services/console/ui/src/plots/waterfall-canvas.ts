import type { Waterfall } from "../../../src/schema/signal.ts";
import type { Colours } from "./colours.ts";
import type { Marker } from "./families.ts";
import { numberText } from "../parts/format.ts";
import { secondText } from "./text.ts";
import { niceStep } from "./ticks.ts";
import { type ColourScale, viridis } from "./viridis.ts";

/** Row, counted from the oldest, and column. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** CSS pixels around the picture. */
const MARGIN = { left: 76, right: 18, top: 28, bottom: 36 };

/** Where the picture is on a canvas of so many CSS pixels. */
export const pictureOf = (width: number, height: number) => ({
  left: MARGIN.left,
  top: MARGIN.top,
  width: Math.max(1, width - MARGIN.left - MARGIN.right),
  height: Math.max(1, height - MARGIN.top - MARGIN.bottom),
});

/** The cell at a place of the canvas; time goes upwards. */
export function cellAt(
  waterfall: Waterfall,
  width: number,
  height: number,
  x: number,
  y: number,
): Cell | undefined {
  const picture = pictureOf(width, height);
  const columns = waterfall.rows[0]?.length ?? 0;
  const column = Math.floor(((x - picture.left) / picture.width) * columns);
  const row =
    waterfall.rows.length - 1 - Math.floor(((y - picture.top) / picture.height) * waterfall.rows.length);
  const inside = column >= 0 && column < columns && row >= 0 && row < waterfall.rows.length;
  return inside ? { row, column } : undefined;
}

/** The colours of all cells, a pixel each: the browser scales it. */
export function waterfallImage(waterfall: Waterfall, scale: ColourScale): OffscreenCanvas {
  const height = Math.max(1, waterfall.rows.length);
  const width = Math.max(1, waterfall.rows[0]?.length ?? 0);
  const canvas = new OffscreenCanvas(width, height);
  const pixels = new ImageData(width, height);
  waterfall.rows.forEach((row, i) => {
    row.forEach((value, j) => {
      pixels.data.set([...viridis(scale.share(value)), 255], ((height - 1 - i) * width + j) * 4);
    });
  });
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  return canvas;
}

/** What of `2026-11-27 14:05:10` tells the rows apart: the day and the minute, or the second. */
function timesShown(times: readonly number[]): [start: number, end?: number] {
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return span < 3_600_000 ? [11] : [5, 16];
}

/** Draws all of it on a canvas that has the pixels of the device. */
export function drawWaterfall(
  canvas: HTMLCanvasElement,
  waterfall: Waterfall,
  image: OffscreenCanvas,
  markers: readonly Marker[],
  colours: Colours,
  cell: Cell | undefined,
): void {
  const ctx = canvas.getContext("2d");
  if (ctx === null) return;
  const [width, height] = [canvas.width / devicePixelRatio, canvas.height / devicePixelRatio];
  const { left, top, width: w, height: h } = pictureOf(width, height);
  const rows = waterfall.rows.length;
  const highest = (waterfall.rows[0]?.length ?? 1) * waterfall.step;
  const xOf = (hz: number) => left + (hz / highest) * w;
  const yOf = (row: number) => top + h - ((row + 0.5) / rows) * h;

  ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(image, left, top, w, h);

  ctx.font = "11px system-ui, sans-serif";
  ctx.fillStyle = colours.text;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  const tick = niceStep((highest / w) * 80);
  for (let hz = 0; hz <= highest; hz += tick) {
    ctx.fillRect(xOf(hz), top + h, 1, 4);
    ctx.fillText(numberText(hz), xOf(hz), top + h + 6);
  }
  ctx.fillText("Hz", left + w / 2, top + h + 21);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  const shown = timesShown(waterfall.time);
  const every = Math.max(1, Math.ceil(rows / (h / 24)));
  for (let row = 0; row < rows; row += every) {
    const time = waterfall.time[row] ?? 0;
    ctx.fillText(secondText(time).slice(...shown), left - 6, yOf(row), left - 8);
  }

  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  let end = -Infinity;
  let upper = false;
  for (const marker of markers) {
    if (marker.hz > highest) continue;
    const x = xOf(marker.hz);
    // White and black by turns is seen on every colour.
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + h);
    ctx.globalAlpha = marker.sideband ? 0.4 : 0.8;
    ctx.setLineDash([]);
    ctx.strokeStyle = "black";
    ctx.stroke();
    ctx.setLineDash([4, 4]);
    ctx.strokeStyle = "white";
    ctx.stroke();
    ctx.globalAlpha = 1;
    const wide = ctx.measureText(marker.label).width + 6;
    upper = x < end && !upper;
    if (x >= end || upper) ctx.fillText(marker.label, x, upper ? top - 13 : top - 1);
    end = Math.max(end, x + wide);
  }

  if (cell !== undefined) {
    ctx.setLineDash([]);
    ctx.strokeStyle = "white";
    const x = xOf((cell.column + 0.5) * waterfall.step);
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + h);
    ctx.moveTo(left, yOf(cell.row));
    ctx.lineTo(left + w, yOf(cell.row));
    ctx.stroke();
  }
}
