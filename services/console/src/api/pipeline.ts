import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { OFFSET_STRIDE } from "@presage/stream";
import { Type } from "@sinclair/typebox";
import { keepingUp } from "../pipeline/keeping-up.ts";
import type { Pulse } from "../pipeline/pulse.ts";
import { latencyBetween, quantile, ratesOf } from "../pipeline/rates.ts";
import { explain } from "../pipeline/remedies.ts";
import { Pipeline, Silence, SilenceQuery } from "../schema/pipeline.ts";
import {
  RejectionCountQuery,
  RejectionCounts,
  RejectionDetail,
  RejectionPage,
  RejectionParams,
  RejectionQuery,
} from "../schema/rejection.ts";
import { openBreaches } from "../store/quality.ts";
import { countRejections, findRejection, listRejections } from "../store/rejections.ts";
import { dataFaults, silentAssets, silentSensors } from "../store/silent.ts";
import type { Api } from "./context.ts";
import { notFound, REFUSALS } from "./problem.ts";

const TAGS = ["pipeline"];
const HOUR = 3_600_000;
const STRETCHES = 48;

/** Whether the pipeline keeps up, and whether its data is good. */
export const pipelineRoutes: FastifyPluginAsyncTypebox<Api> = async (app, api) => {
  const { db, broker, pulse, health, inOneProcess, now } = api;
  const slack = OFFSET_STRIDE * broker.partitions;

  async function rejectionOf(id: number) {
    const found = await findRejection(db, id);
    if (found === undefined) throw notFound("rejected message with this id any more");
    return found;
  }

  app.get(
    "/pipeline",
    {
      schema: {
        tags: TAGS,
        summary: "Health, lag, throughput and latency",
        response: { 200: Pipeline, ...REFUSALS },
      },
    },
    () => ({
      inOneProcess,
      at: now(),
      failing: Object.entries(health.failing()).map(([component, why]) => ({ component, why })),
      ...pulseView(pulse, slack),
    }),
  );

  app.get(
    "/pipeline/silent",
    {
      schema: {
        tags: TAGS,
        summary:
          "Assets and sensors that went silent, assets whose data is bad, and requirements that are not met",
        querystring: SilenceQuery,
        response: { 200: Silence, ...REFUSALS },
      },
    },
    async ({ query: { limit = 200 } }) => ({
      assets: await silentAssets(db, now(), limit),
      sensors: await silentSensors(db, limit),
      faults: await dataFaults(db, limit),
      breaches: await openBreaches(db, limit),
    }),
  );

  app.get(
    "/pipeline/rejections",
    {
      schema: {
        tags: TAGS,
        summary: "Messages from devices that could not be used, newest first",
        querystring: RejectionQuery,
        response: { 200: RejectionPage, ...REFUSALS },
      },
    },
    ({ query }) => listRejections(db, query),
  );

  app.get(
    "/pipeline/rejections/counts",
    {
      schema: {
        tags: TAGS,
        summary: "How many were rejected, by code and time; what each code means, and how to mend it",
        querystring: RejectionCountQuery,
        response: { 200: RejectionCounts, ...REFUSALS },
      },
    },
    async ({ query: { hours = 24 } }) => {
      const step = (hours * HOUR) / STRETCHES;
      const from = (Math.floor(now() / step) + 1 - STRETCHES) * step;
      const codes = await countRejections(db, { from, step, stretches: STRETCHES });
      return { from, step, codes: codes.map((each) => ({ ...each, ...explain(each.code) })) };
    },
  );

  app.get(
    "/pipeline/rejections/:id",
    {
      schema: {
        tags: TAGS,
        summary: "One rejected message with its bytes",
        params: RejectionParams,
        response: { 200: RejectionDetail, ...REFUSALS },
      },
    },
    async ({ params: { id } }) => {
      const { bytes, ...found } = await rejectionOf(id);
      return { ...found, kept: bytes.byteLength, bytes: Buffer.from(bytes).toString("base64") };
    },
  );

  app.get(
    "/pipeline/rejections/:id/payload",
    {
      schema: {
        tags: TAGS,
        summary: "The bytes of a rejected message, as a file",
        params: RejectionParams,
        response: {
          200: {
            description: "what came",
            content: {
              "application/octet-stream": {
                schema: Type.Unsafe<Buffer>({ type: "string", format: "binary" }),
              },
            },
          },
          ...REFUSALS,
        },
      },
    },
    async ({ params: { id } }, reply) => {
      const { bytes } = await rejectionOf(id);
      return reply
        .header("content-disposition", `attachment; filename="rejected-${id}.bin"`)
        .header("x-content-type-options", "nosniff")
        .type("application/octet-stream")
        .send(Buffer.from(bytes));
    },
  );
};

function pulseView(
  { readings, lags, problem }: Pulse,
  slack: number,
): Pick<Pipeline, "lag" | "throughput" | "latency"> {
  const [first, last] = [readings[0], readings.at(-1)];
  const latency = first === undefined || last === undefined ? [] : latencyBetween(first, last);
  return {
    lag: {
      slack,
      ...(problem !== undefined && { problem }),
      groups: lags.map(({ group, topic, points }) => ({
        group,
        topic,
        messages: points.at(-1)?.messages ?? 0,
        history: points.map(({ messages }) => messages),
        state: keepingUp(points, slack),
      })),
    },
    throughput: ratesOf(readings),
    latency: {
      events: latency.at(-1)?.count ?? 0,
      p50: quantile(0.5, latency),
      p95: quantile(0.95, latency),
      p99: quantile(0.99, latency),
    },
  };
}
