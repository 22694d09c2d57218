import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import compress from "@fastify/compress";
import swagger from "@fastify/swagger";
import fastifyStatic from "@fastify/static";
import Fastify, { type FastifyInstance } from "fastify";
import { people, type PeopleOptions } from "../people/people.ts";
import { requires } from "../people/access.ts";
import { assetRoutes } from "./assets.ts";
import type { Api } from "./context.ts";
import { destinationRoutes } from "./destinations.ts";
import { eventRoutes } from "./events.ts";
import { failureRoutes } from "./failures.ts";
import { feedbackRoutes } from "./feedback.ts";
import { modelRoutes } from "./models.ts";
import { pipelineRoutes } from "./pipeline.ts";
import { answerProblems, notFound } from "./problem.ts";
import { signalRoutes } from "./signals.ts";
import { createValidator, serializerOf } from "./validator.ts";

/** What the browser loads. */
const UI = fileURLToPath(new URL("../../ui/dist", import.meta.url));

export interface AppOptions extends Api, Pick<PeopleOptions, "loginRequired" | "log"> {
  readonly version: string;
}

/** The console's HTTP interface: the API under `/api`, described by `/api/openapi.json`, and the page. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({ routerOptions: { maxParamLength: 16_384 }, bodyLimit: 1_048_576 });
  app.setValidatorCompiler(createValidator());
  app.setSerializerCompiler(serializerOf);
  answerProblems(app, options.log);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Presage console",
        description: "Everything that the console's page does.",
        version: options.version,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
    },
  });
  await app.register(compress, { global: true, encodings: ["gzip"] });
  await people(app, { ...options, settings: options.config.console });
  await app.register(
    async (api) => {
      api.addHook("onRequest", requires("viewer"));
      await api.register(failureRoutes, options);
      await api.register(assetRoutes, options);
      await api.register(signalRoutes, options);
      await api.register(feedbackRoutes, options);
      await api.register(eventRoutes, options);
      await api.register(modelRoutes, options);
      await api.register(pipelineRoutes, options);
      await api.register(destinationRoutes, options);
      api.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
      api.setNotFoundHandler(() => {
        throw notFound("such address");
      });
    },
    { prefix: "/api" },
  );
  await servePage(app);
  await app.ready();
  return app;
}

/** Nothing but this console's own files runs or is shown on its page, and no other page can frame it. */
const PAGE_POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** What is under `static/` is named after what is in it; any other address is the page's own. */
async function servePage(app: FastifyInstance): Promise<void> {
  if (!existsSync(UI)) return;
  await app.register(fastifyStatic, {
    root: UI,
    preCompressed: true,
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const named = path.startsWith(join(UI, "static"));
      reply.header("content-security-policy", PAGE_POLICY);
      reply.header("x-content-type-options", "nosniff");
      reply.header("cache-control", named ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  app.setNotFoundHandler((request, reply) => {
    // A script of a version that is gone; a page in its place would only puzzle the browser.
    if (request.url.startsWith("/static/")) throw notFound("such file");
    return reply.sendFile("index.html");
  });
}
