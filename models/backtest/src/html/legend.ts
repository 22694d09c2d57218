import { html, type Markup } from "./markup.ts";

/** What the marks of the plots mean. */
export function legend(): Markup {
  return html`<ul class="legend">
    <li>
      <svg viewBox="0 0 26 14"><path class="line over" d="M1 10L10 5L25 3" /></svg>risk over the threshold
    </li>
    <li>
      <svg viewBox="0 0 26 14">
        <rect class="bar" x="6" y="3" width="20" height="8" />
        <path class="opened" d="M1 12L6 1L11 12Z" /></svg
      >opened, still open at the failure
    </li>
    <li>
      <svg viewBox="0 0 26 14">
        <rect class="bar false" x="5" y="3.5" width="18" height="7" />
        <path class="cross" d="M2 4l6 6m0-6l-6 6" /></svg
      >false alarm: cleared by itself
    </li>
    <li>
      <svg viewBox="0 0 26 14"><path class="failure" d="M13 0V14" /></svg>failure
    </li>
  </ul>`;
}
