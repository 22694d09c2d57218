import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Change } from "../live.ts";
import type { Api } from "./context.ts";

/** How often a browser is told at most. */
const EVERY_MS = 300;
/** A connection that carries nothing is cut by proxies. */
const BEAT_MS = 15_000;
/** More assets than anyone looks at. */
const NAMED = 50;

/** Server-sent events: what changed, so that whoever shows it asks again. */
export const eventRoutes: FastifyPluginAsyncTypebox<Api> = async (app, { live }) => {
  const open = new Set<() => void>();
  app.addHook("preClose", () => {
    for (const end of open) end();
  });

  app.get(
    "/events",
    {
      schema: {
        tags: ["events"],
        summary: "Server-sent events `changed`: what to ask for again",
        produces: ["text/event-stream"],
      },
    },
    (request, reply) => {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      raw.write("retry: 1000\n\n");
      let topics = new Set<string>();
      let assets = new Set<string>();
      let timer: NodeJS.Timeout | undefined;
      const tell = (): void => {
        // One that does not read is told less often, not more and more.
        timer = raw.writableNeedDrain ? setTimeout(tell, EVERY_MS) : undefined;
        if (timer !== undefined) return;
        const data = { topics: [...topics], assets: assets.size > NAMED ? [] : [...assets] };
        topics = new Set();
        assets = new Set();
        raw.write(`event: changed\ndata: ${JSON.stringify(data)}\n\n`);
      };
      const forget = live.listen((change: Change) => {
        for (const topic of change.topics) topics.add(topic);
        for (const asset of change.assets) assets.add(asset);
        timer ??= setTimeout(tell, EVERY_MS);
      });
      const beat = setInterval(() => raw.write(":\n\n"), BEAT_MS);
      const end = (): void => {
        forget();
        clearTimeout(timer);
        clearInterval(beat);
        open.delete(end);
        raw.end();
      };
      open.add(end);
      request.raw.on("close", end);
    },
  );
};
