import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadPackage, openScorer } from "@presage/model";
import { checkRecordings } from "./check.ts";
import { createObserver } from "./observe.ts";
import { train } from "./train.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: fileURLToPath(new URL("../../bearing-wear", import.meta.url)) },
    recordings: { type: "string" },
    only: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

const HELP = `npm run train -- [--out DIR] [--recordings DIR [--only]]

Trains the default model on simulated machines and writes its package; takes some minutes.

  --out DIR         folder of the package (default: models/bearing-wear)
  --recordings DIR  then shows the risks over recorded runs to failure (NAME.json with NAME.i16)
  --only            does not train: shows the risks of the package that is there
`;

if (values.help) {
  process.stdout.write(HELP);
} else {
  const observe = await createObserver();
  if (!values.only) await train(values.out, observe);
  const made = await loadPackage(values.out);
  const scorer = await openScorer(made);
  if (values.recordings !== undefined)
    await checkRecordings(values.recordings, observe, made.manifest, scorer);
  scorer.close();
}
