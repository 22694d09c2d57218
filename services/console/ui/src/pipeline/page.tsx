import type { JSX } from "preact";
import type { Pipeline } from "../../../src/schema/pipeline.ts";
import { Severity } from "../parts/severity.tsx";
import { useTitle } from "../parts/title.ts";
import { about, useResource } from "../resource.ts";
import { pipelinePaths } from "./api.ts";
import { Flows } from "./flow.tsx";
import { Lag } from "./lag.tsx";
import { RejectionsSection } from "./rejections.tsx";
import { SilentSection } from "./silent.tsx";
import "../parts/sections.css";
import "./pipeline.css";

/** Whether the pipeline keeps up, and whether its data is good. */
export function PipelinePage(): JSX.Element {
  const heading = useTitle("Pipeline");
  const { data, problem } = useResource<Pipeline>(pipelinePaths.overview, about("pipeline"));
  return (
    <section class="page sections pipeline">
      <h1 ref={heading} tabIndex={-1}>
        Pipeline
      </h1>
      {problem && problem.status !== 0 && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {data && <Health of={data} />}
      <SilentSection />
      {data && <Throughput of={data} />}
      {data && <Lag lag={data.lag} />}
      <RejectionsSection />
    </section>
  );
}

function Health({ of: { failing, inOneProcess, lag } }: { of: Pipeline }): JSX.Element {
  const behind = lag.groups.filter(({ state }) => state === "falling-behind");
  return (
    <section aria-labelledby="health">
      <h2 id="health">Health</h2>
      {failing.length === 0 && behind.length === 0 && (
        <p>
          {inOneProcess
            ? "Every part works and keeps up."
            : "This process works, and every service keeps up."}
        </p>
      )}
      <ul class="wrongs">
        {failing.map(({ component, why }) => (
          <li key={component}>
            <Severity level="critical" iconOnly /> <strong>{component}</strong> {why}
          </li>
        ))}
        {behind.map(({ group, topic, messages }) => (
          <li key={`${group}/${topic}`}>
            <Severity level="high" iconOnly /> <strong>{group}</strong> falls behind: {topic},{" "}
            {messages.toLocaleString("en")} messages to go. Start more instances, or look at its log.
          </li>
        ))}
      </ul>
      {!inOneProcess && (
        <p class="muted">
          Other services are processes of their own: ask their <code>/readyz</code> and <code>/metrics</code>.
        </p>
      )}
    </section>
  );
}

const seconds = (value: number | null): string =>
  value === null ? "–" : value < 1 ? `${Math.round(value * 1_000)} ms` : `${Number(value.toPrecision(2))} s`;

function Throughput({ of: { throughput, at, latency, inOneProcess } }: { of: Pipeline }): JSX.Element {
  const { events, p50, p95, p99 } = latency;
  const figures: readonly (readonly [string, string])[] = [
    ["Median", seconds(p50)],
    ["95 %", seconds(p95)],
    ["99 %", seconds(p99)],
    ["Events", events.toLocaleString("en")],
  ];
  return (
    <section aria-labelledby="throughput">
      <h2 id="throughput">Throughput in the last hour{inOneProcess ? "" : ", of this process"}</h2>
      <Flows throughput={throughput} at={at} />
      <h3>From the close of a window to its event at the MES</h3>
      <dl class="figures">
        {figures.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
