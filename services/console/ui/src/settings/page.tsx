import type { JSX } from "preact";
import { useTitle } from "../parts/title.ts";

export function SettingsPage(): JSX.Element {
  const heading = useTitle("Settings");
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        Settings
      </h1>
    </section>
  );
}
