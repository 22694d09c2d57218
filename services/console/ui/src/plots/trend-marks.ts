import type uPlot from "uplot";
import type { Colours } from "./colours.ts";
import { clipped, dash, font, verticalLine } from "./draw.ts";
import type { Zone } from "./zones.ts";

export interface TrendEvent {
  readonly at: number;
  /** In a word or two: opened, closed, baseline reset. */
  readonly kind: string;
}

/** Each kind of event has a shape of its own. */
const SHAPES: Readonly<Record<string, string>> = { opened: "▲", closed: "▽", "reset-baseline": "◆" };
const shapeOf = (kind: string): string => SHAPES[kind] ?? "•";

/** The zones as stripes with their letters; only those in which a machine should not be have a colour. */
export function drawZones(u: uPlot, colours: Colours, zones: readonly Zone[]): void {
  const fill = { A: undefined, B: undefined, C: colours.zoneC, D: colours.zoneD };
  clipped(u, (ctx) => {
    const { left, top, width, height } = u.bbox;
    ctx.font = font(11);
    ctx.textAlign = "right";
    ctx.textBaseline = "bottom";
    for (const { name, from, to } of zones) {
      const low = Math.min(u.valToPos(from, "y", true), top + height);
      const high = to === Infinity ? top : Math.max(u.valToPos(to, "y", true), top);
      if (low <= high) continue;
      const colour = fill[name];
      if (colour !== undefined) {
        ctx.fillStyle = colour;
        ctx.fillRect(left, high, width, low - high);
      }
      ctx.strokeStyle = colours.grid;
      ctx.beginPath();
      ctx.moveTo(left, high);
      ctx.lineTo(left + width, high);
      ctx.stroke();
      ctx.fillStyle = colours.text;
      if (low - high < 12 * devicePixelRatio) continue;
      ctx.fillText(name, left + width - 4 * devicePixelRatio, low - devicePixelRatio);
    }
  });
}

/** What happened, as a line with a shape on top. */
export function drawEvents(u: uPlot, colours: Colours, events: readonly TrendEvent[]): void {
  clipped(u, (ctx) => {
    ctx.font = font(12);
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.strokeStyle = colours.text;
    ctx.fillStyle = colours.text;
    ctx.setLineDash(dash(3, 3));
    for (const { at, kind } of events) {
      const x = verticalLine(u, ctx, at, 14);
      ctx.fillText(shapeOf(kind), x, u.bbox.top);
    }
  });
}

/** What the shapes mean, of the events that are there. */
export const eventLegend = (events: readonly TrendEvent[]): { shape: string; kind: string }[] =>
  [...new Set(events.map((event) => event.kind))].map((kind) => ({ shape: shapeOf(kind), kind }));
