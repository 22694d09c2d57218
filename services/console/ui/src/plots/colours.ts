import { computed } from "@preact/signals";
import { colour, theme } from "../theme.ts";

/** What plots draw with, by the variables of theme.css and plots.css. */
const VARIABLES = {
  line: "plot-line",
  band: "plot-second",
  text: "plot-axis",
  grid: "plot-grid",
  page: "page",
  zoneC: "zone-c",
  zoneD: "zone-d",
  cursor: "plot-cursor",
  shaft: "plot-shaft",
  bpfo: "plot-bpfo",
  bpfi: "plot-bpfi",
  bsf: "plot-bsf",
  ftf: "plot-ftf",
} as const;

export type Colours = Readonly<Record<keyof typeof VARIABLES, string>>;

const read = (): Colours =>
  Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variable]) => [name, colour(variable)]),
  ) as Colours;

/** The colours of the theme that is on: what reads them is drawn again when it changes. */
export const colours = computed<Colours>(() => (theme.value, read()));
