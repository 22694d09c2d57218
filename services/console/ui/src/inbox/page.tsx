import type { JSX } from "preact";
import { useTitle } from "../parts/title.ts";

export function InboxPage(): JSX.Element {
  const heading = useTitle("Inbox");
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        Inbox
      </h1>
    </section>
  );
}
