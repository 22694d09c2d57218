import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { DestinationList, DestinationView } from "../../../src/schema/destination.ts";
import { noteChange } from "../live.ts";
import { Answer } from "../parts/answer.tsx";
import { timeText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { useResource } from "../resource.ts";
import { Ago } from "./ago.tsx";
import { settingsPaths, testDestination } from "./api.ts";
import { problemText } from "./problem.ts";
import { toldText } from "./told.ts";

const EVERY = 10_000;

/** Who is told of predicted failures, and how that does. */
export function Destinations(): JSX.Element {
  const list = useResource<DestinationList>(
    settingsPaths.destinations,
    ({ topics }) => topics.has("people") || topics.has("pipeline"),
    EVERY,
  );
  return (
    <section aria-labelledby="destinations">
      <h2 id="destinations">Who is told of failures</h2>
      <Answer of={list} what="destinations">
        {({ items }) =>
          items.length === 0 ? (
            <p>Nobody is told of failures: no destination is configured.</p>
          ) : (
            <ul class="destinations">
              {items.map((each) => (
                <li key={each.id}>
                  <Entry of={each} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <p class="muted">
        Webhooks and mailboxes are configured at <code>console.notify</code>, in the file.
      </p>
    </section>
  );
}

function Entry({ of }: { of: DestinationView }): JSX.Element {
  const { id, kind, address, signed, told, waiting, delivered, lost, deliveredAt, nextAt, lastError } = of;
  return (
    <article>
      <div class="destination-head">
        <h3>{address}</h3>
        <span class="muted">
          {kind === "email" ? "e-mail" : signed ? "webhook, signed" : "webhook, not signed"}
        </span>
        <Test id={id} address={address} />
      </div>
      <ul class="told">
        {told.map((each) => (
          <li key={toldText(each)}>{toldText(each)}</li>
        ))}
      </ul>
      <dl class="figures">
        <div>
          <dt>Waiting</dt>
          <dd>{waiting.toLocaleString("en")}</dd>
        </div>
        <div>
          <dt>Delivered in 30 days</dt>
          <dd>{delivered.toLocaleString("en")}</dd>
        </div>
        <div>
          <dt>Lost in 30 days</dt>
          <dd>{lost.toLocaleString("en")}</dd>
        </div>
        <div>
          <dt>Last delivered</dt>
          <dd>
            <Ago at={deliveredAt} />
          </dd>
        </div>
      </dl>
      {lastError && (
        <p class="worse">
          <Severity level={waiting > 0 ? "high" : "medium"} iconOnly />{" "}
          <span>
            {lastError.at === undefined ? "" : `${timeText(lastError.at)}: `}
            {lastError.why}
            {waiting > 0 && nextAt !== undefined && (
              <span class="muted"> It is tried again at {timeText(nextAt)}.</span>
            )}
          </span>
        </p>
      )}
    </article>
  );
}

/** Sends a test event, and says at the button what came of it. */
function Test({ id, address }: { id: string; address: string }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | undefined>(undefined);

  // A button that is disabled would lose the focus.
  const test = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setSaid(undefined);
    try {
      const { delivered, why } = await testDestination(id);
      setSaid({
        text: delivered ? "The test was delivered." : `Not delivered: ${why ?? ""}`,
        wrong: !delivered,
      });
    } catch (error) {
      setSaid({ text: problemText(error), wrong: true });
    }
    setBusy(false);
    noteChange();
  };

  return (
    <>
      <div class="actions">
        <button type="button" aria-disabled={busy} onClick={() => void test()}>
          Send a test<span class="visually-hidden"> to {address}</span>
        </button>
      </div>
      <p role="status" class={said?.wrong === true ? "said wrong" : "said"}>
        {busy ? "Sending…" : said?.text}
      </p>
    </>
  );
}
