import type { JSX } from "preact";
import { useTitle } from "../parts/title.ts";

export function PipelinePage(): JSX.Element {
  const heading = useTitle("Pipeline");
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        Pipeline
      </h1>
    </section>
  );
}
