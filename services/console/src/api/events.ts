import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Change } from "../live.ts";
import type { Api } from "./context.ts";
import { Refusal } from "./problem.ts";

/** How often a browser is told at most. */
const EVERY_MS = 300;
/** A connection that carries nothing is cut by proxies. */
const BEAT_MS = 15_000;
/** Streams at once of one person, who may have that many tabs, and of all. */
const MOST = { ofOne: 32, ofAll: 1_000 };
/** More assets than anyone looks at. */
const NAMED = 50;

/** Server-sent events: what changed, so that whoever shows it asks again. */
export const eventRoutes: FastifyPluginAsyncTypebox<Api> = async (
  app,
  { live, metrics: { consoleOpenStreams } },
) => {
  const open = new Map<() => void, string>();
  app.addHook("preClose", () => {
    for (const end of open.keys()) end();
  });

  app.get(
    "/events",
    {
      schema: {
        tags: ["events"],
        summary: "Server-sent events `changed`: what to ask for again",
        description: "429 `too-many-streams`: as many as one may have are open, or as many as there may be.",
        produces: ["text/event-stream"],
      },
    },
    (request, reply) => {
      const name = request.who?.name ?? "";
      const own = [...open.values()].filter((other) => other === name).length;
      if (own >= MOST.ofOne || open.size >= MOST.ofAll)
        throw new Refusal(429, "too-many-streams", "Too many streams of events are open: close some pages.");
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
        consoleOpenStreams.set(open.size);
        raw.end();
      };
      open.set(end, name);
      consoleOpenStreams.set(open.size);
      request.raw.on("close", end);
    },
  );
};
