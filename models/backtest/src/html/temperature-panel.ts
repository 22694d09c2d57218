import type { AssetReport } from "../report.ts";
import { html } from "./markup.ts";
import { frame, type Panel } from "./panel.ts";
import { linear, linePath, type Scale } from "./scale.ts";

const TOP = 22;
const HEIGHT = 44;

/** Temperature over life; null if none was recorded. */
export function temperaturePanel({ series }: AssetReport, toX: Scale): Panel | null {
  const known = series.temperature_C.filter((t) => t !== null);
  if (known.length < 2) return null;
  const domain = [
    Math.floor(Math.min(...known) / 20) * 20,
    Math.floor(Math.max(...known) / 20) * 20 + 20,
  ] as const;
  const toY = linear(domain, [TOP + HEIGHT, TOP]);
  const body = html`${frame("temperature, °C", toY, domain)}<path
      class="line thin"
      d="${linePath(series.at_s, series.temperature_C, toX, toY)}"
    />`;
  return { height: TOP + HEIGHT + 4, body };
}
