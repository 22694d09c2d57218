import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { paths } from "../api.ts";
import { cursor, inboxHref, listed } from "../inbox/place.ts";
import { Journal } from "../parts/journal.tsx";
import { useKeys } from "../parts/keys.ts";
import { useTitle } from "../parts/title.ts";
import { about, useResource } from "../resource.ts";
import { go, hrefs, place, replace } from "../router.ts";
import { mayAct } from "../session.ts";
import { Actions } from "./actions.tsx";
import { Answers } from "./answers.tsx";
import { Contributions, Drivers } from "./drivers.tsx";
import { Judge, Quality } from "./facts.tsx";
import { Head, neighbours } from "./head.tsx";
import { FailureSignals } from "./signals.tsx";
import { Trends } from "./trends.tsx";
import "./failure.css";

function Loaded({ failure }: { failure: FailureDetail }): JSX.Element {
  const asset = useResource<AssetDetail>(paths.asset(failure.asset), about("assets", failure.asset));

  return (
    <article class="failure">
      <Head failure={failure} />
      {mayAct.value && <Actions failure={failure} />}
      <Answers failure={failure} asset={asset.data} />
      {asset.problem && (
        <p role="alert" class="wrong">
          {asset.problem.message}
        </p>
      )}
      <div class="columns">
        <div>
          {asset.data && <Trends failure={failure} asset={asset.data} />}
          <FailureSignals {...failure} />
        </div>
        <div>
          <Drivers drivers={failure.drivers} />
          <Contributions failure={failure} />
          {asset.data && <Quality asset={asset.data} />}
          <Judge failure={failure} asset={asset.data} />
          <Journal entries={failure.journal} of={failure.id} />
        </div>
      </div>
    </article>
  );
}

function Missing({ message }: { message: string }): JSX.Element {
  const heading = useTitle("Failure");
  return (
    <section class="page">
      <h1 ref={heading} tabIndex={-1}>
        This failure cannot be shown
      </h1>
      <p role="alert">{message}</p>
      <p>
        <a href="/">Go to the inbox</a>
      </p>
    </section>
  );
}

/** Goes on in the list from where the address is: who is quicker than the page does not wait until each is shown. */
function move(to: "before" | "after"): void {
  const here = listed.value.find(({ key }) => hrefs.failure(key) === place.value.path);
  const id = here && neighbours(here.key)[to];
  if (id === undefined) return;
  cursor.value = id;
  // One step back from any of them is the inbox.
  replace(hrefs.failure(id));
}

/** Is it real, what is it, how long have I got, why, what to do. */
export function FailurePage({ of = "" }: { of?: string }): JSX.Element {
  useKeys({ j: () => move("after"), k: () => move("before"), Escape: () => go(inboxHref()) });

  const asset = useRef<string | undefined>(undefined);
  const { data, problem } = useResource<FailureDetail>(paths.failure(of), (change) =>
    about("failures", asset.current)(change),
  );
  asset.current = data?.asset;
  if (data) return <Loaded failure={data} />;
  if (problem) return <Missing message={problem.message} />;
  return <section class="page" aria-busy="true" />;
}
