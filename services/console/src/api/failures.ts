import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { FailureDetail, FailureQuery, Inbox } from "../schema/failure.ts";
import { describe } from "../store/asset-detail.ts";
import { findFailure } from "../store/failures.ts";
import { readInbox } from "../store/inbox.ts";
import * as journal from "../store/journal.ts";
import type { Api } from "./context.ts";
import { notFound, REFUSALS } from "./problem.ts";

const TAGS = ["failures"];

/** Failures: the inbox, and all there is to say of one. */
export const failureRoutes: FastifyPluginAsyncTypebox<Api> = async (app, { db, now }) => {
  app.get(
    "/failures",
    {
      schema: {
        tags: TAGS,
        summary: "The inbox: predicted failures, worst first",
        querystring: FailureQuery,
        response: { 200: Inbox, ...REFUSALS },
      },
    },
    ({ query }) => readInbox(db, query, now()),
  );

  app.get(
    "/failures/:id",
    {
      schema: {
        tags: TAGS,
        summary: "One predicted failure",
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 512 }) }),
        response: { 200: FailureDetail, ...REFUSALS },
      },
    },
    async ({ params: { id } }) => {
      const found = await findFailure(db, id, now());
      if (found === undefined) throw notFound("predicted failure with this id");
      const { summary, revision } = found;
      const {
        action,
        horizonHours,
        rules,
        drivers,
        modes = [],
        baseRisk,
        contributions = [],
        evidence,
      } = revision;
      return {
        ...summary,
        action,
        horizonHours,
        rules,
        drivers: drivers.map((driver) => {
          const [quantity = "", name = ""] = driver.feature.split(".");
          const { unit, formula } = describe(quantity, name, "");
          return { ...driver, ...(unit !== "" && { unit }), ...(formula !== undefined && { formula }) };
        }),
        modes,
        ...(baseRisk !== undefined && { baseRisk }),
        contributions,
        evidence,
        ...(revision.model && { modelDigest: revision.model.digest }),
        journal: await journal.read(db, { failure: id }),
      };
    },
  );
};
