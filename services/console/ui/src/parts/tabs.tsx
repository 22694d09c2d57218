import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import "./tabs.css";

interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly (readonly [name: T, title: string])[];
  readonly shown: T;
  readonly onShow: (name: T) => void;
  readonly children: ComponentChildren;
}

/** Tabs after the ARIA pattern: arrow keys go from one to the next, and what is chosen is shown at once. */
export function Tabs<T extends string>({ label, tabs, shown, onShow, children }: TabsProps<T>): JSX.Element {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const index = tabs.findIndex(([name]) => name === shown);
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = next === undefined ? undefined : tabs[(next + tabs.length) % tabs.length];
    if (!tab) return;
    event.preventDefault();
    onShow(tab[0]);
    document.getElementById(`${id}-${tab[0]}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(([name, title]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            class="plain"
            aria-selected={name === shown}
            aria-controls={`${id}-panel`}
            tabIndex={name === shown ? 0 : -1}
            onClick={() => onShow(name)}
          >
            {title}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`}>
        {children}
      </div>
    </>
  );
}
