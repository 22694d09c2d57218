import { useLayoutEffect, useRef } from "preact/hooks";

/** By `KeyboardEvent.key`; with Shift held as `Shift+ArrowDown`. */
export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const typesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("textarea, select, input:not([type='checkbox'], [type='radio'], [type='button'])"));

/** Enter and Space belong to the link or button that has the focus. */
const presses = ({ key, target }: KeyboardEvent): boolean =>
  (key === "Enter" || key === " ") &&
  target instanceof Element &&
  target.closest("a, button, summary, input") !== null;

/** Acts on single keys, except while something is written or a dialog is open. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  // At once, so that no key is lost between two pages.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (typesText(event.target) || presses(event) || document.querySelector("dialog[open]")) return;
      const named = event.shiftKey ? current.current[`Shift+${event.key}`] : undefined;
      const act = named ?? current.current[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
