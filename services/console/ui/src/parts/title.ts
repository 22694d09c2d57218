import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * Names the page. The returned ref belongs on its `<h1 tabIndex={-1}>`, which gets the focus on arrival, so that a
 * screen reader reads it and the next Tab is inside the page.
 */
export function useTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === "" ? "Presage" : `${title} – Presage`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return heading;
}
