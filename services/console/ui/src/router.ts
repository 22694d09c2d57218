import { signal } from "@preact/signals";

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });

/** Where the page is. */
export const place = signal<Place>(here());

function move(href: string, how: "push" | "replace"): void {
  const url = new URL(href, location.href);
  const samePage = url.pathname === location.pathname;
  if (how === "push" && url.href !== location.href) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  place.value = here();
  if (!samePage) scrollTo(0, 0);
}

export const go = (href: string): void => move(href, "push");

/** For what is no step of its own, as each letter of a search. */
export const replace = (href: string): void => move(href, "replace");

/** Links stay real links (new tab, copy address); a plain click on one of our own pages is taken over. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target !== "" || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || link.pathname.startsWith("/api/") || link.hash !== "") return;
  event.preventDefault();
  go(link.href);
}

// A page that wants to be as it was left puts itself there, once it has what it shows.
history.scrollRestoration = "manual";
addEventListener("popstate", () => {
  const before = place.value.path;
  place.value = here();
  if (before !== place.value.path) scrollTo(0, 0);
});
document.addEventListener("click", follow);

export const hrefs = {
  failure: (id: string) => `/failures/${encodeURIComponent(id)}`,
  asset: (asset: string) => `/assets/${encodeURIComponent(asset)}`,
};
