import { makeCorpus, SEED } from "./corpus.ts";
import { fitModel, risksOf, intervalsOf } from "./train.ts";
import { coverage } from "./band.ts";
import { falseAlarmTable, openings, watched } from "./false-alarms.ts";
import { useBackend } from "@presage/model";
import { thresholdFor } from "@presage/scorer";
await useBackend("wasm");
const t0 = performance.now();
const log = (s: string) => process.stderr.write(`${((performance.now() - t0) / 1e3).toFixed(0)} s ${s}\n`);
const corpus = await makeCorpus("/work/shared/data/femto", (d, a) => d % 60 === 0 && log(`${d}/${a}`));
log(`rows ${corpus.training.flatMap((c) => c.rows).length}`);
const cov = [];
const rule = { k: 2, n: 3, patience: 1 / 300 };
for (const r of corpus.recordings) {
  const f = await fitModel(corpus, SEED, (e, l) => e % 7 === 0 && log(`${e} ${l.toFixed(4)}`), r.name);
  const table = falseAlarmTable(
    corpus.healthy.map((c) => watched(c.rows, risksOf(f, c))),
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
  const ths = [0.1, 0.03, 0.01, 0.003].map((n) => thresholdFor(n / spells, table));
  const line = [...ths, 0.15, 0.2, 0.25, 0.3, 0.4].map((threshold) => {
    const i = openings(w, { ...rule, threshold })[0];
    return threshold.toFixed(2) + ":" + (i === undefined ? "  -  " : r.rows[i]!.share.toFixed(3));
  });
  log(
    `${r.name} ${line.join(" ")} cov ${c.toFixed(2)} sim ${cv.toFixed(2)} base ${w.risks[0]!.toFixed(3)} band ${JSON.stringify(f.outputs.band)} cal ${JSON.stringify(f.calibration)}`,
  );
  log(`  table ${table.map((t) => `${t.threshold}:${t.perSpell}`).join(" ")}`);
  f.network.close();
}
log(`coverage ${cov.reduce((a, b) => a + b, 0) / cov.length}`);
