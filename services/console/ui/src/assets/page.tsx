import type { JSX } from "preact";
import { useTitle } from "../parts/title.ts";

export function AssetsPage(): JSX.Element {
  const heading = useTitle("Assets");
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        Assets
      </h1>
    </section>
  );
}

export function AssetPage({ of = "" }: { of?: string }): JSX.Element {
  const heading = useTitle(of);
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        {of}
      </h1>
    </section>
  );
}
