import { type Alarm, alarms, failures, groups } from "@presage/contracts";
import { output, type FoldStage } from "@presage/stream";
import { CALM, type FloodRule, follow, type LineState } from "./flood.ts";

/**
 * Follows the failures of each line. Every revision goes on to its asset, unchanged but for the group that stands for it;
 * the groups' own revisions go out beside them. The key is the line.
 */
export function grouperStage(rule: FloodRule): FoldStage<Alarm, Alarm, LineState> {
  return {
    name: "grouper",
    input: alarms,
    initial: CALM,
    prepare: (messages) => messages,
    step(before, { key, time, value }) {
      const { state, group, revisions } = follow(before, key, value, rule);
      const failure = { ...value.failure, ...(group !== undefined && { group }) };
      return [
        state,
        [
          output(failures, { key: value.asset, time, value: failure }),
          ...revisions.map((revision) => output(groups, { key, time: revision.updatedAt, value: revision })),
        ],
      ];
    },
  };
}
