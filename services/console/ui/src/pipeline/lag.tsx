import type { JSX } from "preact";
import type { Pipeline } from "../../../src/schema/pipeline.ts";
import { Severity } from "../parts/severity.tsx";
import { Spark } from "./spark.tsx";

type Group = Pipeline["lag"]["groups"][number];

const STATES: Readonly<Record<Group["state"], string>> = {
  steady: "Keeps up",
  "catching-up": "Catching up",
  "falling-behind": "Falling behind",
};

/** How far each service is behind in what it reads. */
export function Lag({ lag: { groups, problem, slack } }: Pick<Pipeline, "lag">): JSX.Element {
  return (
    <section aria-labelledby="lag">
      <h2 id="lag">Lag</h2>
      <p class="muted">
        Messages that a service has yet to commit past. Up to {slack.toLocaleString("en")} may be done
        already, and those of windows that are open count as well: what matters is whether they become more.
      </p>
      {problem !== undefined && (
        <p role="alert" class="wrong">
          It cannot be told: {problem}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Topic</th>
            <th scope="col" class="number">
              Messages
            </th>
            <th scope="col" class="wide">
              Last hour
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ group, topic, messages, history, state }) => (
            <tr key={`${group}/${topic}`}>
              <th scope="row">{group}</th>
              <td>{topic}</td>
              <td class="number">{messages.toLocaleString("en")}</td>
              <td class="wide">
                <Spark values={history} />
              </td>
              <td>
                {state === "falling-behind" && <Severity level="high" iconOnly />}
                <span class={state === "steady" ? "muted" : ""}> {STATES[state]}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
