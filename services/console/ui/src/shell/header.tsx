import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { useKeys } from "../parts/keys.ts";
import { notifyProblem } from "../parts/notice.tsx";
import { go, place, replace } from "../router.ts";
import { logOut, session } from "../session.ts";
import { theme, toggleTheme } from "../theme.ts";
import { routeOf } from "./routes.tsx";

const PAGES = [
  ["/", "Inbox"],
  ["/assets", "Assets"],
  ["/models", "Models"],
  ["/pipeline", "Pipeline"],
  ["/settings", "Settings"],
] as const;

/** Searches the list that is shown, as one types; from elsewhere it leads to the inbox. */
function Search(): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const { path, query } = place.value;
  const listed = path === "/" || path === "/assets";

  useKeys({ "/": () => field.current?.select() });

  const search = (): void => {
    const text = field.current?.value.trim() ?? "";
    const next = new URLSearchParams(listed ? place.value.query : "");
    if (text === "") next.delete("q");
    else next.set("q", text);
    const target = `${listed ? path : "/"}${next.size > 0 ? `?${next}` : ""}`;
    if (listed) replace(target);
    else go(target);
  };

  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search();
          field.current?.blur();
        }}
      >
        <input
          ref={field}
          type="search"
          aria-label={path === "/assets" ? "Search assets" : "Search failures"}
          aria-keyshortcuts="/"
          placeholder="Search"
          autocomplete="off"
          spellcheck={false}
          value={listed ? (query.get("q") ?? "") : ""}
          onInput={() => listed && search()}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      </form>
    </search>
  );
}

function Person(): JSX.Element | null {
  const { user, login } = session.value ?? {};
  // Where nobody has to log in there is nobody to show.
  if (!user || !login?.required) return null;
  return (
    <details class="person">
      <summary title={`${user.name}, ${user.role}`}>{user.name}</summary>
      <div>
        <p>
          {user.name}, <span class="muted">{user.role}</span>
        </p>
        <button type="button" onClick={() => void logOut().catch(notifyProblem)}>
          Log out
        </button>
      </div>
    </details>
  );
}

export function Header(): JSX.Element {
  const current = routeOf(place.value.path)?.route.nav;
  const other = theme.value === "dark" ? "light" : "dark";
  return (
    <header class="top">
      <a class="product" href="/">
        <img src="/icon.svg" alt="" width="18" height="18" />
        Presage
      </a>
      <nav aria-label="Main">
        {PAGES.map(([href, name]) => (
          <a key={href} href={href} aria-current={current === href ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <Search />
      <button type="button" class="plain theme" title={`Use the ${other} theme`} onClick={toggleTheme}>
        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
          <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
        </svg>
        <span class="visually-hidden">Use the {other} theme</span>
      </button>
      <Person />
    </header>
  );
}
