import { type Static, Type } from "@sinclair/typebox";

/** Whether Presage is alive, as the MES is told. */
export const PipelineStatus = Type.Object({
  online: Type.Boolean({
    description: "false also as last will: the publisher is gone, and says nothing any more",
  }),
  time: Type.String({
    format: "date-time",
    description: "when it was said; in the last will when the publisher started",
  }),
});

export type PipelineStatus = Static<typeof PipelineStatus>;
