import type { Evidence, Violation } from "../evidence.ts";
import { checkBlocks } from "./blocks.ts";
import { checkHeard, checkRetained } from "./mes.ts";
import { checkRevisions } from "./revisions.ts";
import { checkAccounts, checkOnce } from "./windows.ts";

/** All that is wrong with what came out, given what went in. Knows nothing of what was done to the plant in between. */
export const check = (evidence: Evidence): Violation[] =>
  [checkBlocks, checkOnce, checkAccounts, checkRevisions, checkHeard, checkRetained].flatMap((rule) =>
    rule(evidence),
  );
