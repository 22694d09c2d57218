import { writeFileSync } from "node:fs";
import { deviations, INDICATOR_NAMES } from "@presage/baseline";
import { observe as judge, UNKNOWN } from "@presage/scorer";
import { createObserver } from "./observe.ts";
import { simulateLife } from "./population.ts";
import type { Life } from "./life.ts";
const o = await createObserver();
const dump = (life: Life, healthy: boolean) => {
  let c = UNKNOWN;
  const z: unknown[] = [];
  const r: number[] = [];
  const end = life.failure ?? life.windows.at(-1)!.end;
  for (const w of life.windows) {
    const ob = judge(c, w, true, { windows: 30, states: life.states });
    c = ob.condition;
    if (
      ob.baselines["vib-0"]?.norms ??
      ob.baselines["vib-horizontal"]?.norms ??
      Object.values(ob.baselines)[0]?.norms
    ) {
      z.push(deviations(w, ob.baselines).map((x) => (x === null ? null : Math.round(x * 100) / 100)));
      r.push((w.end - c.baseline.since!) / (end - c.baseline.since!));
    }
  }
  return { name: life.name, healthy, varies: life.states !== undefined, z, u: r };
};
const t = performance.now();
import { aMonth } from "./population.ts";
const out = [];
for (let i = 0; i < 40; i++) out.push(dump(simulateLife(50_000 + i, o, aMonth), true));
writeFileSync("/tmp/x/exp/month.json", JSON.stringify({ names: INDICATOR_NAMES, lives: out }));
console.log((performance.now() - t) / 1e3);
