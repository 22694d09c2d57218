import { REQUIREMENT_KINDS, type RequirementKind } from "@presage/contracts";
import type { Metrics } from "@presage/service";

/** An asset that is another process's now is looked at here no more; heartbeats look at all that are ours. */
const STALE_MS = 60_000;

interface Line {
  readonly kinds: readonly RequirementKind[];
  readonly at: number;
}

/** Keeps count of the breaches that are open in the partitions of this process. */
export function scoreboard(metrics: Pick<Metrics, "qualityOpenBreaches">, now: () => number = Date.now) {
  const lines = new Map<string, Line>();

  const tell = (): void => {
    const counts = new Map(REQUIREMENT_KINDS.map((kind): [RequirementKind, number] => [kind, 0]));
    for (const [key, { kinds, at }] of lines) {
      if (now() - at > STALE_MS) lines.delete(key);
      else for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    for (const [kind, count] of counts) metrics.qualityOpenBreaches.set({ kind }, count);
  };

  return {
    tell,
    /** Notes which breaches of an asset are open. */
    note(key: string, kinds: readonly RequirementKind[]): void {
      if (kinds.length > 0) lines.set(key, { kinds, at: now() });
      else lines.delete(key);
    },
  };
}
