import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { otlpTracing } from "./otlp-tracing.ts";
import type { SpanStart } from "./tracing.ts";

const A = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const B = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

interface Exported {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly links: readonly object[];
  readonly status: { readonly code?: number };
}

const start = (causes: SpanStart["causes"]): SpanStart => ({
  name: "features",
  kind: "consumer",
  causes,
  beganAt: 1_700_000_000_000,
  attributes: { "presage.asset": "a" },
});

describe("traces over OTLP", () => {
  let server: Server;
  let endpoint: string;
  const bodies: string[] = [];
  let answer = 200;
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  beforeEach(async () => {
    bodies.length = 0;
    answer = 200;
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        bodies.push(body);
        response.writeHead(answer, { "content-type": "application/json" }).end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => server.close());

  const exported = (): readonly Exported[] =>
    bodies.flatMap((body) => {
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { scopeSpans: { spans: Exported[] }[] }[];
      };
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
    });

  it("make a span a child of the last cause, linked to the others, and hand its context on", async () => {
    const tracing = otlpTracing({ endpoint, sample: 0 }, "presage", log);
    const span = tracing.begin(start([{ traceparent: A }, { traceparent: B, tracestate: "plant=line2" }]));
    span.end();
    await tracing.close();
    const [{ spanId, traceId, parentSpanId, links } = expect.fail()] = exported();
    expect([traceId, parentSpanId]).toEqual(B.split("-").slice(1, 3));
    expect(links).toMatchObject([{ traceId: A.split("-")[1], spanId: A.split("-")[2] }]);
    expect(span.context).toEqual({ traceparent: `00-${traceId}-${spanId}-01`, tracestate: "plant=line2" });
  });

  it("begin anew without a cause, and say that a piece of work failed", async () => {
    const tracing = otlpTracing({ endpoint, sample: 0 }, "presage", log);
    tracing.begin(start([])).end(new Error("fenced"));
    await tracing.close();
    const [{ parentSpanId, status } = expect.fail()] = exported();
    expect(parentSpanId ?? "").toBe("");
    // STATUS_CODE_ERROR of opentelemetry-proto.
    expect(status.code).toBe(2);
  });

  it("say in the log that they are not taken, and nothing else comes of it", async () => {
    answer = 400;
    const tracing = otlpTracing({ endpoint, sample: 0 }, "presage", log);
    for (let i = 0; i < 2; i++) tracing.begin(start([])).end();
    await tracing.close();
    expect(log.warn.mock.calls.map(([, message]) => message as string)).toEqual(["traces cannot be sent"]);
  });
});
