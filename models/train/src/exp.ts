import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { useBackend } from "@presage/model";
import { thresholdFor } from "@presage/scorer";
import { coverage } from "./band.ts";
import { type Corpus, makeCorpus, SEED } from "./corpus.ts";
import { falseAlarmTable, openings, watched } from "./false-alarms.ts";
import { fitModel, intervalsOf, risksOf } from "./train.ts";
await useBackend("wasm");
const t0 = performance.now();
const log = (s: string) => process.stderr.write(`${((performance.now() - t0) / 1e3).toFixed(0)} s ${s}\n`);
const file = "/tmp/x/corpus.json";
if (!existsSync(file)) {
  const c = await makeCorpus("/work/shared/data/femto", (d, a) => d % 60 === 0 && log(`${d}/${a}`));
  writeFileSync(file, JSON.stringify(c));
}
const corpus = JSON.parse(readFileSync(file, "utf8")) as Corpus;
const rule = { k: 2, n: 3, patience: 1 / 300 };
const only = process.argv[2]?.split(",");
const cov = [];
for (const r of corpus.recordings) {
  if (only && !only.includes(r.name)) continue;
  const f = await fitModel(corpus, SEED, (e, l) => e % 7 === 0 && log(`${e} ${l.toFixed(4)}`), r.name);
  const hs = corpus.healthy.map((c) => ({ name: c.name, c, w: watched(c.rows, risksOf(f, c)) }));
  const table = falseAlarmTable(
    hs.map((h) => h.w),
    rule,
  );
  const w = watched(r.rows, risksOf(f, r));
  const c = coverage(intervalsOf(f, r.rows));
  cov.push(c);
  const cv = coverage(
    intervalsOf(
      f,
      corpus.test.flatMap((x) => x.rows),
    ),
  );
  const spells = Math.log(13) * 300;
  const ths = [0.1, 0.03, 0.01].map((n) => thresholdFor(n / spells, table));
  const line = [...ths, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5].map((threshold) => {
    const i = openings(w, { ...rule, threshold })[0];
    return threshold.toFixed(2) + ":" + (i === undefined ? "  -  " : r.rows[i]!.share.toFixed(3));
  });
  log(
    `${r.name} ${line.join(" ")} cov ${c.toFixed(2)} sim ${cv.toFixed(2)} base ${w.risks[0]!.toFixed(3)} band ${JSON.stringify(f.outputs.band)} cal ${JSON.stringify(f.calibration)}`,
  );
  for (const threshold of [0.2, 0.3, 0.4, 0.5]) {
    const per = hs
      .map((h) => [h.name, openings(h.w, { ...rule, threshold }).length] as const)
      .filter((p) => p[1] > 0);
    log(
      `   thr ${threshold}: ${per.reduce((a, b) => a + b[1], 0)} in ${per.length} machines: ${per.map((p) => p.join(":")).join(" ")}; test detected ${corpus.test.filter((t) => openings(watched(t.rows, risksOf(f, t)), { ...rule, threshold }).length > 0).length}`,
    );
  }
  for (const h of hs) {
    const i = h.w.risks.indexOf(Math.max(...h.w.risks));
    if (h.w.risks[i]! > 0.4)
      log(
        `     ${h.name} ${h.w.risks[i]!.toFixed(2)} at ${h.w.ages[i]!.toFixed(3)} ${Object.entries(
          h.c.rows[i]!.features,
        )
          .filter(([, z]) => Math.abs(z) > 1)
          .map(([k, z]) => `${k.replace("acceleration.", "")} ${z.toFixed(1)}`)
          .join(" ")}`,
      );
  }
  f.network.close();
}
log(`coverage ${cov.reduce((a, b) => a + b, 0) / cov.length}`);
