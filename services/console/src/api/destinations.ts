import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ConsoleSettings } from "@presage/service";
import type { Notifier } from "../notify/notifier.ts";
import { readDestinations } from "../notify/standing.ts";
import { requires } from "../people/access.ts";
import { audit } from "../people/audit.ts";
import { DestinationList, DestinationTest, DestinationTested } from "../schema/destination.ts";
import type { Api } from "./context.ts";
import { notFound, REFUSALS } from "./problem.ts";

export interface DestinationOptions extends Pick<Api, "db" | "now"> {
  readonly config: { readonly console: Pick<ConsoleSettings, "notify"> };
  readonly notifier: Pick<Notifier, "test">;
}

const tags = ["destinations"];

/** Who is told of predicted failures, and how that does. For admins. */
export const destinationRoutes: FastifyPluginAsyncTypebox<DestinationOptions> = async (
  app,
  { db, config, notifier, now },
) => {
  const onRequest = requires("admin");

  app.get(
    "/destinations",
    {
      onRequest,
      schema: {
        tags,
        summary: "Who is told of predicted failures, and how that does",
        response: { 200: DestinationList, ...REFUSALS },
      },
    },
    async () => ({ items: await readDestinations(db, config.console.notify) }),
  );

  app.post(
    "/destinations/test",
    {
      onRequest,
      schema: {
        tags,
        summary: "Send a test event to one of them, at once",
        description: "It is told of a failure of `test/test/test/test`, whose action says that it is a test.",
        body: DestinationTest,
        response: { 200: DestinationTested, ...REFUSALS },
      },
    },
    async ({ body: { destination }, who }) => {
      const by = who?.name ?? "";
      const trial = await notifier.test(destination, by);
      if (trial === undefined) throw notFound("such destination");
      const { address, problem: why } = trial;
      const outcome = { delivered: why === undefined, ...(why !== undefined && { why }) };
      await audit(db, { by, action: "destination-tested", target: address, detail: outcome }, now());
      return outcome;
    },
  );
};
