import type { JSX } from "preact";
import { useTitle } from "../parts/title.ts";

export function ModelsPage(): JSX.Element {
  const heading = useTitle("Models");
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        Models
      </h1>
    </section>
  );
}
