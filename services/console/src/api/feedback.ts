import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { assetKey, assetPath, type Feedback, isLabel, isName } from "@presage/contracts";
import { FeedbackAnswer, FeedbackRequest } from "../schema/feedback.ts";
import { say } from "../say.ts";
import { requires } from "../people/access.ts";
import { audit } from "../people/audit.ts";
import type { Api } from "./context.ts";
import { Refusal, REFUSALS } from "./problem.ts";

/** What an action must come with, and what it may not come with. */
function check({ action, until, comment, mode, occurredAt, workOrder }: FeedbackRequest, now: number): void {
  const refuse = (message: string): never => {
    throw new Refusal(400, "request-invalid", message);
  };
  if (action === "shelve" && (until === undefined || until <= now))
    refuse("`shelve` needs `until`, a time to come.");
  if (action !== "shelve" && until !== undefined) refuse("`until` belongs to `shelve`.");
  if (action === "comment" && (comment === undefined || comment.trim() === ""))
    refuse("`comment` needs a comment.");
  if (action === "work-order" && workOrder === undefined) refuse("`work-order` needs `workOrder`.");
  if (action !== "work-order" && workOrder !== undefined && !isLabel({ action }))
    refuse("`workOrder` belongs to `work-order` or a label.");
  if (action !== "confirmed" && mode !== undefined) refuse("`mode` belongs to `confirmed`.");
  if (occurredAt !== undefined && !isLabel({ action })) refuse("`occurredAt` belongs to a label.");
}

/** Whether it can be the id of an asset: four names. */
function isAsset(path: string): boolean {
  const levels = path.split("/");
  return levels.length === 4 && levels.every(isName) && assetKey(assetPath(path)) === path;
}

/** What people say of failures and assets goes into the log, as what the MES says does. */
export const feedbackRoutes: FastifyPluginAsyncTypebox<Api> = async (app, { db, broker, now }) => {
  app.post(
    "/feedback",
    {
      schema: {
        tags: ["feedback"],
        summary: "Say something of one or many failures or assets",
        body: FeedbackRequest,
        response: { 200: FeedbackAnswer, ...REFUSALS },
      },
      onRequest: requires("engineer"),
    },
    async ({ body, who }) => {
      const at = now();
      check(body, at);
      const { action, targets, until, comment, mode, occurredAt, workOrder } = body;
      const stranger = targets.find(({ asset }) => !isAsset(asset));
      if (stranger !== undefined)
        throw new Refusal(400, "request-invalid", "An asset is named by site/area/line/asset.");
      await say(
        db,
        broker,
        targets.map(({ asset, failure }, i) => {
          const value: Feedback = {
            action,
            // The time is part of a message's id: one thing said twice of an asset is two things.
            at: at + targets.slice(0, i).filter((other) => other.asset === asset).length,
            by: who?.name ?? "",
            via: "console" as const,
            ...(failure !== undefined && { failure }),
            ...(until !== undefined && { until }),
            ...(comment !== undefined && comment.trim() !== "" && { comment: comment.trim() }),
            ...(mode !== undefined && { mode }),
            ...(occurredAt !== undefined && { occurredAt }),
            ...(workOrder !== undefined && { workOrder }),
          };
          return { key: asset, time: value.at, value };
        }),
      );
      const [{ asset: first } = { asset: "" }, second] = targets;
      await audit(db, {
        by: who?.name ?? "",
        action: `feedback.${action}`,
        target: second === undefined ? first : `${targets.length} assets`,
        detail: { ...body },
      });
      return { accepted: targets.length };
    },
  );
};
