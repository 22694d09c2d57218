/** How a component is: working, or not and why. */
export type Check = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** What a process knows about its components. */
export interface Health {
  /** @param name component and part, as `bridge.mqtt` */
  set(name: string, check: Check): void;
  /** By name, why components are failing; empty when the process is ready. */
  failing(): Readonly<Record<string, string>>;
}

export function createHealth(): Health {
  const reasons = new Map<string, string>();
  return {
    set(name, check) {
      if (check.ok) reasons.delete(name);
      else reasons.set(name, check.why);
    },
    failing: () => Object.fromEntries(reasons),
  };
}
