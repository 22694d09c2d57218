import { html, type Markup } from "./markup.ts";
import { linear, type Scale, ticks } from "./scale.ts";

/** Width of every plot: that of a phone, so that text keeps its size. */
export const WIDTH = 360;
export const LEFT = 60;
export const RIGHT = 14;

/** The axis of time of a run, seconds. */
export const timeScale = (observed_s: number): Scale => linear([0, observed_s], [LEFT, WIDTH - RIGHT]);

/** One plot in a stack that shares its axis of time. */
export interface Panel {
  readonly height: number;
  readonly body: Markup;
}

/** A panel's heading, grid, and labels of its vertical axis. */
export function frame(
  title: string,
  toY: Scale,
  at: readonly number[],
  label: (value: number) => string = String,
): Markup {
  const [bottom, top] = toY.range;
  return html`<text class="title" x="${LEFT}" y="${top - 7}">${title}</text>${at.map(
      (value) =>
        html`<path class="grid" d="M${LEFT} ${toY(value)}H${WIDTH - RIGHT}" /><text
            class="tick end"
            x="${LEFT - 5}"
            y="${toY(value) + 3.5}"
            >${label(value)}</text
          >`,
    )}<path class="axis" d="M${LEFT} ${top}V${bottom}H${WIDTH - RIGHT}" />`;
}

const HOUR_S = 3_600;

/** The labels of the axis of time, in the unit that suits its length. */
export function timeAxis(toX: Scale, y: number): Markup {
  const [, end] = toX.domain;
  const [unit, name] = end < 2 * HOUR_S ? [60, "min"] : end < 96 * HOUR_S ? [HOUR_S, "h"] : [86_400, "days"];
  const at = ticks([0, end / unit], 5);
  return html`${at.map(
    (value, i) =>
      html`<text class="tick middle" x="${toX(value * unit)}" y="${y}"
        >${value}${i === at.length - 1 && ` ${name}`}</text
      >`,
  )}`;
}

/** Panels below each other in one drawing. */
export function stack(panels: readonly Panel[]): { readonly height: number; readonly body: Markup } {
  let height = 0;
  const placed = panels.map((panel) => {
    const y = height;
    height += panel.height;
    return html`<g transform="translate(0 ${y})">${panel.body}</g>`;
  });
  return { height, body: html`${placed}` };
}
