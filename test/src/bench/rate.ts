/** How long a rate is measured, s. */
export const SECONDS = 3;

/** Calls, one after the other, until the time is up; returns calls per second. */
export async function rate(call: (i: number) => unknown): Promise<number> {
  for (let i = 0; i < 200; i++) await call(i);
  const begin = performance.now();
  let calls = 0;
  while (performance.now() - begin < SECONDS * 1e3) for (let i = 0; i < 50; i++) await call(calls++);
  return calls / ((performance.now() - begin) / 1e3);
}
