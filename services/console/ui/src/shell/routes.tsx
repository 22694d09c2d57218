import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";

type Page = ComponentType<{ readonly of?: string }>;

interface Route {
  /** Its group, if it has one, is what the page is of: an id or an asset. */
  readonly pattern: RegExp;
  readonly nav: string;
  readonly load: () => Promise<Page>;
}

/** Each page is a chunk of its own, fetched when it is first shown. */
const ROUTES: readonly Route[] = [
  { pattern: /^\/$/, nav: "/", load: async () => (await import("../inbox/page.tsx")).InboxPage },
  {
    pattern: /^\/failures\/(.+)$/,
    nav: "/",
    load: async () => (await import("../failure/page.tsx")).FailurePage,
  },
  {
    pattern: /^\/assets$/,
    nav: "/assets",
    load: async () => (await import("../assets/page.tsx")).AssetsPage,
  },
  {
    pattern: /^\/assets\/(.+)$/,
    nav: "/assets",
    load: async () => (await import("../assets/asset-page.tsx")).AssetPage,
  },
  {
    pattern: /^\/models$/,
    nav: "/models",
    load: async () => (await import("../models/page.tsx")).ModelsPage,
  },
  {
    pattern: /^\/pipeline$/,
    nav: "/pipeline",
    load: async () => (await import("../pipeline/page.tsx")).PipelinePage,
  },
  {
    pattern: /^\/settings$/,
    nav: "/settings",
    load: async () => (await import("../settings/page.tsx")).SettingsPage,
  },
];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The page for a path, and what it is of. */
export function routeOf(path: string): { route: Route; of?: string } | undefined {
  for (const route of ROUTES) {
    const match = route.pattern.exec(path);
    if (match) return match[1] === undefined ? { route } : { route, of: decoded(match[1]) };
  }
  return undefined;
}

const loaded = signal<ReadonlyMap<Route, Page>>(new Map());
const failed = signal(false);
const loading = new Set<Route>();

async function load(route: Route): Promise<void> {
  if (loading.has(route)) return;
  loading.add(route);
  try {
    const page = await route.load();
    loaded.value = new Map([...loaded.value, [route, page]]);
  } catch {
    failed.value = true;
  } finally {
    loading.delete(route);
  }
}

export function CurrentPage({ path }: { path: string }): JSX.Element {
  const found = routeOf(path);
  if (!found) {
    return (
      <section class="page">
        <h1>There is no such page</h1>
        <p>
          <a href="/">Go to the inbox</a>
        </p>
      </section>
    );
  }
  const { route, of } = found;
  const Shown = loaded.value.get(route);
  if (Shown) return of === undefined ? <Shown key={path} /> : <Shown key={path} of={of} />;
  if (failed.value) {
    // After an update of the server the old page's chunks are gone; so they are when the server cannot be reached.
    return (
      <section class="page">
        <p>This page could not be loaded.</p>
        <button type="button" onClick={() => location.reload()}>
          Load again
        </button>
      </section>
    );
  }
  void load(route);
  return <section class="page" aria-busy="true" />;
}
