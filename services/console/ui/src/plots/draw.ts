import type uPlot from "uplot";

/** A font of so many CSS pixels, on a canvas that has the pixels of the device. */
export const font = (size: number): string => `${size * devicePixelRatio}px system-ui, sans-serif`;

/** Draws within the plotting area only. */
export function clipped(u: uPlot, draw: (ctx: CanvasRenderingContext2D) => void): void {
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.beginPath();
  u.ctx.rect(left, top, width, height);
  u.ctx.clip();
  draw(u.ctx);
  u.ctx.restore();
}

/** A line down the plotting area at a value of the horizontal axis. */
export function verticalLine(u: uPlot, ctx: CanvasRenderingContext2D, value: number, below = 0): number {
  const x = Math.round(u.valToPos(value, "x", true)) + 0.5;
  ctx.beginPath();
  ctx.moveTo(x, u.bbox.top + below * devicePixelRatio);
  ctx.lineTo(x, u.bbox.top + u.bbox.height);
  ctx.stroke();
  return x;
}

export const dash = (...lengths: number[]): number[] => lengths.map((length) => length * devicePixelRatio);
