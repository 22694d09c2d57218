import type { JSX } from "preact";
import { useTitle } from "../parts/title.ts";

export function FailurePage({ of = "" }: { of?: string }): JSX.Element {
  const heading = useTitle(of);
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        {of}
      </h1>
    </section>
  );
}
