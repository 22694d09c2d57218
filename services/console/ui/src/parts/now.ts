import { signal } from "@preact/signals";

/** The time, to the half minute, so that ages on the page grow while nothing else happens. */
export const now = signal(Date.now());

setInterval(() => (now.value = Date.now()), 30_000);
