import type { ModelDesk } from "./desk.ts";

/** Scorers ask five times a second; people need not know as soon. */
const EVERY_MS = 1_000;

/** Tells when something was assigned, by whoever it was. Returns what stops it. */
export function watchModels(
  desk: Pick<ModelDesk, "classes">,
  onChange: () => void,
  every = EVERY_MS,
): () => void {
  let seen: string | undefined;
  let looking = false;

  async function look(): Promise<void> {
    const classes = await desk.classes();
    const now = JSON.stringify(classes.map(({ class: name, history }) => [name, history.at(-1)?.revision]));
    if (seen !== undefined && now !== seen) onChange();
    seen = now;
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      // A registry that is away is told to whoever asks for the models.
      .catch(() => undefined)
      .finally(() => (looking = false));
  }, every);
  return () => clearInterval(timer);
}
