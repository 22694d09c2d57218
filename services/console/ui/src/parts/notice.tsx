import { signal } from "@preact/signals";
import type { JSX } from "preact";

interface Notice {
  readonly text: string;
  readonly wrong: boolean;
}

const notice = signal<Notice | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says for a moment what was done, or why not. */
export function notify(text: string, wrong = false): void {
  notice.value = { text, wrong };
  clearTimeout(timer);
  timer = setTimeout(() => (notice.value = undefined), wrong ? 10_000 : 4_000);
}

/** `error` in words, where there is no better place for it. */
export const notifyProblem = (error: unknown): void =>
  notify(error instanceof Error ? error.message : String(error), true);

export function Notices(): JSX.Element {
  const { text, wrong } = notice.value ?? {};
  return (
    <output class={`notice${wrong ? " wrong" : ""}`} aria-live="polite">
      {text}
    </output>
  );
}
