import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { TraceContext } from "@presage/contracts";
import type { Logger } from "./log.ts";
import type { SpanStart, Tracing } from "./tracing.ts";

export interface TracingSettings {
  /** Where spans are sent to: the URL of an OTLP/HTTP receiver, without the path of its signal. */
  readonly endpoint: string;
  readonly sample: number;
}

const CLOSE_MS = 3_000;
const QUIET_MS = 60_000;
const KINDS = { consumer: SpanKind.CONSUMER, producer: SpanKind.PRODUCER };
const propagator = new W3CTraceContextPropagator();

/** Traces with OpenTelemetry's SDK; its own settings, in the environment (`OTEL_…`), hold beside ours. */
export function otlpTracing({ endpoint, sample }: TracingSettings, service: string, log: Logger): Tracing {
  const warn = warnBy(log);
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": service, "service.namespace": "presage" }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` })),
    ],
  });
  const tracer = provider.getTracer("presage");

  return {
    sample,
    begin({ name, kind, causes, beganAt, attributes }: SpanStart) {
      const parent = causes.at(-1);
      const options = {
        kind: KINDS[kind],
        startTime: beganAt,
        attributes,
        links: causes.slice(0, -1).map((cause) => ({ context: spanContextOf(cause) })),
      };
      const span = tracer.startSpan(name, options, parent === undefined ? ROOT_CONTEXT : extract(parent));
      return {
        context: inject(span.spanContext()),
        end(error) {
          if (error !== undefined) {
            span.setStatus({ code: SpanStatusCode.ERROR });
            if (error instanceof Error) span.recordException(error);
          }
          span.end();
        },
      };
    },
    async close() {
      const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      await Promise.race([provider.shutdown().catch(warn), patience]);
    },
  };
}

const extract = (context: TraceContext) =>
  propagator.extract(ROOT_CONTEXT, { ...context }, defaultTextMapGetter);

/** Contexts were checked where they came in. */
const spanContextOf = (context: TraceContext): SpanContext =>
  trace.getSpanContext(extract(context)) as SpanContext;

function inject(context: SpanContext): TraceContext {
  const carrier = { traceparent: "" };
  propagator.inject(trace.setSpanContext(ROOT_CONTEXT, context), carrier, defaultTextMapSetter);
  return carrier;
}

/** Spans that cannot be sent are lost, and nothing else: the log says so now and then. */
function warnBy(log: Logger): (error: unknown) => void {
  let last = -Infinity;
  const nothing = (): void => undefined;
  const warn = (...said: unknown[]): void => {
    const now = performance.now();
    if (now - last < QUIET_MS) return;
    last = now;
    log.warn({ why: said.map(String).join(" ").slice(0, 500) }, "traces cannot be sent");
  };
  diag.setLogger(
    { error: warn, warn, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  return warn;
}
