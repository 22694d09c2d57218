import type { JSX } from "preact";
import type { ModelClass, ModelOverview } from "../../../src/schema/model.ts";
import { shortTimeText, timeText } from "../parts/format.ts";
import { now } from "../parts/now.ts";
import { titleOf } from "./api.ts";
import { mayAssign } from "./may.ts";
import { type Order, ordered } from "./order.ts";

type Held = ModelClass["champion"];

/** What is live where, and what can be done about it. */
export function Classes({ classes }: { classes: ModelOverview["classes"] }): JSX.Element {
  return (
    <section aria-labelledby="live">
      <h2 id="live">Live</h2>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Asset class</th>
            <th scope="col">Champion</th>
            <th scope="col">In shadow</th>
            <th scope="col">Before</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {classes.map((each) => (
            <tr key={each.class}>
              <th scope="row">
                {each.class}{" "}
                <span class="muted">{each.assets === 1 ? "1 asset" : `${each.assets} assets`}</span>
              </th>
              <td data-label="Champion">
                <Model
                  held={each.champion}
                  otherwise={each.revision === 0 ? "configured, nothing was promoted yet" : undefined}
                />
              </td>
              <td data-label="In shadow">
                {each.challenger ? <Model held={each.challenger} /> : <span class="muted">none</span>}
              </td>
              <td data-label="Before">
                {each.previous ? <Model held={each.previous} /> : <span class="muted">none</span>}
              </td>
              <td>{mayAssign.value && <Actions of={each} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Model({
  held: { model, since },
  otherwise,
}: {
  held: Held;
  otherwise?: string | undefined;
}): JSX.Element {
  return (
    <>
      <a href={`#package-${model.digest}`}>{titleOf(model)}</a>
      {since ? (
        <span class="since">
          since{" "}
          <time dateTime={new Date(since.at).toISOString()} title={timeText(since.at)}>
            {shortTimeText(since.at, now.value)}
          </time>
          , by {since.by}
          {since.comment !== undefined && <q>{since.comment}</q>}
        </span>
      ) : (
        otherwise !== undefined && <span class="since">{otherwise}</span>
      )}
    </>
  );
}

function Actions({ of }: { of: ModelClass }): JSX.Element {
  const ask = (order: Order) => (): void => void (ordered.value = order);
  return (
    <div class="actions">
      {of.challenger && (
        <>
          <button type="button" onClick={ask({ action: "promote", of, model: of.challenger.model })}>
            Promote…
          </button>
          <button type="button" onClick={ask({ action: "withdraw", of })}>
            Withdraw…
          </button>
        </>
      )}
      {of.previous && (
        <button type="button" onClick={ask({ action: "rollback", of })}>
          Roll back…
        </button>
      )}
    </div>
  );
}
