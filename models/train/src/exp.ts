import { makeCorpus, SEED } from "./corpus.ts";
import { fitModel, risksOf, intervalsOf } from "./train.ts";
import { coverage } from "./band.ts";
import { falseAlarmTable } from "./false-alarms.ts";
import { opening } from "./metrics.ts";
import { useBackend } from "@presage/model";
await useBackend("wasm");
const t0 = performance.now();
const log = (s: string) => process.stderr.write(`${((performance.now() - t0) / 1e3).toFixed(0)} s ${s}\n`);
const corpus = await makeCorpus("/work/shared/data/femto", (d, a) => d % 60 === 0 && log(`${d}/${a}`));
log(`rows ${corpus.training.flatMap((c) => c.rows).length}`);
const cov = [];
for (const r of corpus.recordings) {
  const f = await fitModel(corpus, SEED, (e, l) => e % 20 === 0 && log(`${e} ${l.toFixed(4)}`), r.name);
  const table = falseAlarmTable(
    corpus.healthy.map((c) => risksOf(f, c)),
    { k: 2, n: 3 },
  );
  const risks = risksOf(f, r);
  const c = coverage(intervalsOf(f, r.rows));
  cov.push(c);
  const cv = coverage(
    intervalsOf(
      f,
      corpus.test.flatMap((x) => x.rows),
    ),
  );
  const line = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4].map((threshold) => {
    const i = opening(risks, { threshold, k: 2, n: 3 });
    return i < 0 ? "  -  " : r.rows[i]!.share.toFixed(3);
  });
  log(
    `${r.name} ${line.join(" ")} cov ${c.toFixed(2)} sim ${cv.toFixed(2)} base ${risks[0]!.toFixed(3)} band ${JSON.stringify(f.outputs.band)} cal ${JSON.stringify(f.calibration)}`,
  );
  log(`  table ${table.map((t) => `${t.threshold}:${t.perWindow}`).join(" ")}`);
  f.network.close();
}
log(`coverage ${cov.reduce((a, b) => a + b, 0) / cov.length}`);
