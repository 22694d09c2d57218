import { signal } from "@preact/signals";

export type Theme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");
const ofSystem = (): Theme => (system.matches ? "dark" : "light");

function chosen(): Theme | undefined {
  const value = localStorage.getItem("theme");
  return value === "dark" || value === "light" ? value : undefined;
}

/** The theme that is shown; plots read their colours anew when it changes. `boot.js` set it before the first paint. */
export const theme = signal<Theme>(chosen() ?? ofSystem());

function show(next: Theme): void {
  document.documentElement.className = next;
  theme.value = next;
}

export function toggleTheme(): void {
  const next = theme.value === "dark" ? "light" : "dark";
  // What the system says anyway is not kept, so that the page goes on following it.
  if (next === ofSystem()) localStorage.removeItem("theme");
  else localStorage.setItem("theme", next);
  show(next);
}

export function followSystemTheme(): void {
  show(theme.value);
  system.addEventListener("change", () => {
    if (chosen() === undefined) show(ofSystem());
  });
}

/** A colour of `theme.css`, for what is drawn on a canvas. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
