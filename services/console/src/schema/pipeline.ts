import { type Static, Type } from "@sinclair/typebox";
import { epoch, Nullable } from "./common.ts";
import { BreachView } from "./quality.ts";

/** Whether the pipeline keeps up. */
export const Pipeline = Type.Object({
  inOneProcess: Type.Boolean({
    description: "false: services are other processes; what they do is on their own /metrics and /readyz",
  }),
  at: epoch("when this was so"),
  failing: Type.Array(Type.Object({ component: Type.String(), why: Type.String() }), {
    description: "parts of this process that are not working",
  }),
  lag: Type.Object({
    slack: Type.Integer({ description: "messages that may be done and count as lag all the same" }),
    problem: Type.Optional(Type.String({ description: "why it cannot be told" })),
    groups: Type.Array(
      Type.Object({
        group: Type.String(),
        topic: Type.String(),
        messages: Type.Integer({ description: "that it has yet to commit past" }),
        history: Type.Array(Type.Integer(), { description: "over the last hour, oldest first" }),
        state: Type.Union([
          Type.Literal("steady"),
          Type.Literal("catching-up"),
          Type.Literal("falling-behind"),
        ]),
      }),
    ),
  }),
  throughput: Type.Object(
    {
      times: Type.Array(epoch("end of each stretch")),
      flows: Type.Array(
        Type.Object({
          flow: Type.Union([
            Type.Literal("received", { description: "messages from devices" }),
            Type.Literal("rejected", { description: "of them, those that could not be used" }),
            Type.Literal("closed", { description: "windows closed" }),
            Type.Literal("scored", { description: "windows that a model scored" }),
            Type.Literal("failures", { description: "revisions of predicted failures published" }),
          ]),
          perSecond: Type.Array(Type.Number()),
        }),
      ),
    },
    { description: "of this process, over the last hour" },
  ),
  latency: Type.Object(
    {
      events: Type.Integer(),
      p50: Nullable(Type.Number()),
      p95: Nullable(Type.Number()),
      p99: Nullable(Type.Number()),
    },
    {
      description:
        "seconds from the close of a window to the acknowledgement of its event, over the last hour",
    },
  ),
});
export type Pipeline = Static<typeof Pipeline>;

const listOf = <T extends Parameters<typeof Type.Array>[0]>(item: T, description: string) =>
  Type.Object(
    {
      items: Type.Array(item),
      total: Type.Integer({ description: "there are, also beyond the limit" }),
    },
    { description },
  );

export const Silence = Type.Object({
  assets: listOf(
    Type.Object({
      asset: Type.String(),
      lastSeen: epoch("end of its last window, in the time of the measurements"),
      heardAt: epoch("when that window closed"),
      usual: Type.Integer({ description: "how long it used to be quiet at most, ms" }),
    }),
    "assets of which nothing is heard any more",
  ),
  sensors: listOf(
    Type.Object({
      asset: Type.String(),
      sensor: Type.String(),
      quantity: Type.String(),
      lastSeen: epoch("end of the last window with it, in the time of the measurements"),
      assetLastSeen: epoch("end of the asset's last window"),
    }),
    "sensors that are missing while their asset goes on",
  ),
  faults: listOf(
    Type.Object({
      asset: Type.String(),
      fault: Type.String({ description: "the sensor, and the limit that its data broke in the last window" }),
      lastSeen: epoch("end of the asset's last window"),
    }),
    "assets whose data is bad",
  ),
  breaches: listOf(BreachView, "data-quality requirements that are not met, those for longest first"),
});
export type Silence = Static<typeof Silence>;

export const SilenceQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })) },
  { additionalProperties: false },
);
