import { parseArgs } from "node:util";
import { evaluateScalars, scalarsText } from "./scalars.ts";

const HELP = `Usage: npm run evaluate -- scalars DIR [--model DIR] [--limit N] [--json]

scalars   slow sensors against their baseline, on the recordings skab and nab in DIR
`;

const WRONG_USE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string", default: "models/bearing-wear" },
    limit: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const [what, directory] = positionals;
const limit = values.limit === undefined ? undefined : Number(values.limit);
if (what !== "scalars" || directory === undefined || (limit !== undefined && !(limit > 0))) {
  process.stderr.write(HELP);
  process.exit(WRONG_USE);
}
const figures = await evaluateScalars(directory, values.model, limit);
process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : scalarsText(figures));
