import type uPlot from "uplot";
import type { Colours } from "./colours.ts";
import { clipped, dash, font, verticalLine } from "./draw.ts";
import type { FamilyLine, Marker } from "./families.ts";

/** Each kind has a colour and a dash of its own, and its label. */
const STYLES = {
  shaft: { colour: "shaft", dash: [2, 3] },
  BPFO: { colour: "bpfo", dash: [] },
  BPFI: { colour: "bpfi", dash: [6, 3] },
  BSF: { colour: "bsf", dash: [2, 2] },
  FTF: { colour: "ftf", dash: [8, 3, 2, 3] },
} as const satisfies Record<Marker["kind"], { colour: keyof Colours; dash: readonly number[] }>;

/** CSS pixels of a row of labels; markers have three of them, the cursor the one below. */
const ROW = 13;
const ROWS = 3;

/**
 * Writes labels over their lines in as many rows as there are; one that has no room is left out, as zooming
 * in gives it some.
 */
function labeller(ctx: CanvasRenderingContext2D, top: number, rows: number) {
  const ends = Array.from({ length: rows }, () => -Infinity);
  ctx.font = font(10);
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  return (text: string, x: number) => {
    const row = ends.findIndex((end) => end < x);
    if (row < 0) return;
    ends[row] = x + ctx.measureText(text).width + 6 * devicePixelRatio;
    ctx.fillText(text, x + 2 * devicePixelRatio, top + row * ROW * devicePixelRatio);
  };
}

/** Known frequencies of the machine, with their names. Sidebands are fainter than what they stand around. */
export function drawMarkers(u: uPlot, colours: Colours, markers: readonly Marker[]): void {
  clipped(u, (ctx) => {
    const write = labeller(ctx, u.bbox.top, ROWS);
    for (const marker of markers.toSorted((a, b) => a.hz - b.hz)) {
      const x = u.valToPos(marker.hz, "x", true);
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
      const style = STYLES[marker.kind];
      ctx.strokeStyle = colours[style.colour];
      ctx.fillStyle = colours[style.colour];
      ctx.lineWidth = devicePixelRatio;
      ctx.globalAlpha = marker.sideband ? 0.45 : 0.8;
      ctx.setLineDash(dash(...style.dash));
      verticalLine(u, ctx, marker.hz, ROW * ROWS);
      ctx.globalAlpha = 1;
      write(marker.label, x);
    }
  });
}

/** A cursor family: stronger lines, numbered below the labels of the markers. */
export function drawFamily(u: uPlot, colours: Colours, lines: readonly FamilyLine[]): void {
  clipped(u, (ctx) => {
    const write = labeller(ctx, u.bbox.top + ROW * ROWS * devicePixelRatio, 1);
    ctx.strokeStyle = colours.cursor;
    ctx.fillStyle = colours.cursor;
    ctx.lineWidth = devicePixelRatio;
    for (const { label, hz } of lines) {
      ctx.globalAlpha = 0.55;
      const x = verticalLine(u, ctx, hz, ROW * ROWS);
      ctx.globalAlpha = 1;
      write(label, x);
    }
  });
}
