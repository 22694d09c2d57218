import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useKeys } from "../parts/keys.ts";

const KEYS = [
  ["j k", "next, previous"],
  ["Enter", "open; show or hide the members of a flood"],
  ["→ ←", "show, hide the members of a flood"],
  ["x", "tick; with Shift, all up to the last one ticked"],
  ["Esc", "untick all; from a failure, back to the inbox"],
  ["a", "acknowledge"],
  ["s", "shelve"],
  ["u", "take from the shelf"],
  ["l", "label: confirmed, false alarm, unknown"],
  ["c", "comment"],
  ["w", "link a work order"],
  ["o", "take out of service"],
  ["i", "put in service again"],
  ["/", "search"],
  ["?", "these keys"],
] as const;

const shown = signal(false);

export const showKeys = (): void => void (shown.value = true);

function Keys(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="keys" onClose={() => (shown.value = false)}>
      <form method="dialog">
        <h2 id="keys">Keys</h2>
        <dl class="keys">
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>
                {key.split(" ").map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <div class="buttons">
          <button type="submit" class="primary">
            Close
          </button>
        </div>
      </form>
    </dialog>
  );
}

export function KeysHelp(): JSX.Element | null {
  useKeys({ "?": showKeys });
  return shown.value ? <Keys /> : null;
}
