import { Type } from "@sinclair/typebox";
import { number, section, text } from "./setting.ts";

/** Traces of the way of messages. */
export const TracingSettings = section({
  endpoint: Type.Optional(
    text({
      format: "http-url",
      otherwise: "no traces",
      description:
        "OTLP/HTTP receiver of traces, as http://collector:4318; all else of the exporter is set by OpenTelemetry's own variables, as OTEL_EXPORTER_OTLP_HEADERS",
    }),
  ),
  sample: number({
    minimum: 0,
    maximum: 1,
    default: 0,
    description:
      "Share of the messages without a trace of their own of which one begins at the bridge; devices' own traces are always continued",
  }),
});
