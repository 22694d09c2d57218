import { Type, type Static } from "@sinclair/typebox";
import { cloudEventContract } from "./cloudevent.ts";
import { Severity } from "./failures.ts";
import { FailureMode } from "./modes.ts";

const GroupMember = Type.Object({
  asset: Type.String({ description: "the asset's id" }),
  failure: Type.String({ description: "the failure's id" }),
  severity: Severity,
  state: Type.Union([Type.Literal("open"), Type.Literal("closed")]),
  openedAt: Type.Integer({ description: "epoch milliseconds" }),
  mode: Type.Optional(FailureMode),
});

const FailureGroup = Type.Object({
  id: Type.String({ description: "one id for the group's whole life" }),
  revision: Type.Integer({ minimum: 1, description: "counts up by one with every change" }),
  state: Type.Union([Type.Literal("opened"), Type.Literal("updated"), Type.Literal("closed")]),
  line: Type.String({ description: "the line's id, site/area/line" }),
  severity: Type.Unsafe<Static<typeof Severity>>({ ...Severity, description: "the worst of its members" }),
  openedAt: Type.Integer({ description: "epoch milliseconds" }),
  updatedAt: Type.Integer(),
  closedAt: Type.Optional(Type.Integer()),
  members: Type.Array(GroupMember, {
    description:
      "one of each asset, in the order in which they opened: the first may be nearest to the cause",
  }),
  action: Type.String({ description: "what to do next, for a person" }),
});

export type GroupMember = Static<typeof GroupMember>;
export type FailureGroup = Static<typeof FailureGroup>;

export const groups = cloudEventContract({
  topic: "groups",
  title: "One revision of a grouped event, which stands for many failures of one line in a flood.",
  type: "io.presage.predicted-failure-group.v1",
  schema: FailureGroup,
  id: (m) => `${m.value.id}.${m.value.revision}`,
  example: {
    key: "site1/press/line2",
    time: 1_700_000_010_000,
    value: {
      id: "site1/press/line2@1700000010000",
      revision: 3,
      state: "updated",
      line: "site1/press/line2",
      severity: "high",
      openedAt: 1_700_000_010_000,
      updatedAt: 1_700_000_020_000,
      members: [
        {
          asset: "site1/press/line2/motor7",
          failure: "site1/press/line2/motor7@1700000010000",
          severity: "high",
          state: "open",
          openedAt: 1_700_000_010_000,
          mode: "process-change",
        },
      ],
      action: "Look for a cause that the machines share before you look at each.",
    },
  },
});
