/** Calls at once, and then at most once in so many ms, but never forgets the last call. */
export function atMostEvery(milliseconds: number, call: () => void): { (): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  const rest = (): void => {
    timer = undefined;
    if (again) act();
  };
  const act = (): void => {
    again = timer !== undefined;
    if (again) return;
    timer = setTimeout(rest, milliseconds);
    call();
  };
  return Object.assign(act, { stop: () => clearTimeout(timer) });
}
