import type { JSX } from "preact";
import type { Inbox } from "../../../src/schema/failure.ts";
import { PHONE, useMedia } from "../parts/media.ts";
import { Severity } from "../parts/severity.tsx";
import { ALARM_STATE_ORDER, SEVERITY_ORDER, STATES } from "../parts/words.ts";
import { go } from "../router.ts";
import { type FilterName, hrefOf, toggled, valuesOf, withValue } from "./filter.ts";

interface Filtering {
  readonly filter: URLSearchParams;
  readonly inbox: Inbox | undefined;
}

function Choice(props: {
  filter: URLSearchParams;
  name: FilterName;
  title: string;
  options: readonly string[];
}): JSX.Element {
  const { filter, name, title, options } = props;
  const value = filter.get(name) ?? "";
  // What the address asks for is offered even if there is nothing of it (any more).
  const offered = value === "" || options.includes(value) ? options : [value, ...options];
  return (
    <label class="choice">
      <span class="visually-hidden">{title}</span>
      <select
        value={value}
        onChange={(event) => go(hrefOf(withValue(filter, name, event.currentTarget.value)))}
      >
        <option value="">{title}: all</option>
        {offered.map((one) => (
          <option key={one} value={one}>
            {one.replaceAll("/", " / ")}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A filter that a link set, and that only goes away again. */
function Narrowed(props: { filter: URLSearchParams; name: FilterName; title: string }): JSX.Element | null {
  const { filter, name, title } = props;
  if (!filter.has(name)) return null;
  const without = withValue(withValue(filter, name, ""), "floods", "");
  return (
    <button type="button" aria-pressed="true" onClick={() => go(hrefOf(without))}>
      {title}
    </button>
  );
}

export function Filters({ filter, inbox }: Filtering): JSX.Element {
  const phone = useMedia(PHONE);
  const states = valuesOf(filter, "state");
  const severities = valuesOf(filter, "severity");
  const site = filter.get("site");
  const lines = (inbox?.lines ?? []).filter((line) => site === null || line.startsWith(`${site}/`));
  const number = [...filter.keys()].filter((name) => name !== "q").length;

  const toggle = (name: FilterName, value: string) => () => go(hrefOf(toggled(filter, name, value)));
  return (
    <details class="filters" open={!phone}>
      <summary>Filters{number > 0 && ` (${number})`}</summary>
      <div class="set">
        <div role="group" aria-label="State" class="toggles">
          {ALARM_STATE_ORDER.map((state) => (
            <button
              key={state}
              type="button"
              aria-pressed={states.includes(state)}
              onClick={toggle("state", state)}
            >
              {STATES[state]} <span class="muted">{inbox?.counts.state[state] ?? 0}</span>
            </button>
          ))}
        </div>
        <div role="group" aria-label="Severity" class="toggles">
          {SEVERITY_ORDER.map((level) => (
            <button
              key={level}
              type="button"
              aria-pressed={severities.includes(level)}
              onClick={toggle("severity", level)}
            >
              <Severity level={level} /> <span class="muted">{inbox?.counts.severity[level] ?? 0}</span>
            </button>
          ))}
        </div>
        <div class="toggles">
          <Choice filter={filter} name="site" title="Site" options={inbox?.sites ?? []} />
          <Choice filter={filter} name="line" title="Line" options={lines} />
          <Choice filter={filter} name="class" title="Class" options={inbox?.classes ?? []} />
          <Narrowed filter={filter} name="group" title="Members of one flood" />
          <Narrowed filter={filter} name="asset" title={filter.get("asset") ?? ""} />
          {filter.size > 0 && (
            <a class="button" href="/">
              Clear
            </a>
          )}
        </div>
      </div>
    </details>
  );
}
