import type { JSX } from "preact";
import type { ModelOverview } from "../../../src/schema/model.ts";
import { useTitle } from "../parts/title.ts";
import { about, useResource } from "../resource.ts";
import { place, replace } from "../router.ts";
import { modelPaths } from "./api.ts";
import { Classes } from "./classes.tsx";
import { ComparisonSection } from "./comparison.tsx";
import { DriftSection } from "./drift.tsx";
import { HistorySection, TakenBack } from "./history.tsx";
import { OrderDialog } from "./order-dialog.tsx";
import { Packages } from "./packages.tsx";
import "../parts/sections.css";
import "./models.css";

/** What is live where, how its challenger does, and how far the plant is from what it was trained on. */
export function ModelsPage(): JSX.Element {
  const heading = useTitle("Models");
  const { data, problem } = useResource<ModelOverview>(modelPaths.overview, about("models"));
  return (
    <section class="page sections models">
      <h1 ref={heading} tabIndex={-1}>
        Models
      </h1>
      {problem && problem.status !== 0 && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {data && !data.available && <p>This console has no registry of models.</p>}
      {data && data.available && <Overview of={data} />}
      <OrderDialog />
    </section>
  );
}

function Overview({ of: { classes, packages, drift } }: { of: ModelOverview }): JSX.Element {
  const wanted = place.value.query.get("class");
  const chosen = classes.find((each) => each.class === wanted) ?? classes[0];
  return (
    <>
      <Classes classes={classes} />
      <TakenBack classes={classes} />
      {classes.length > 1 && chosen && (
        <label class="choose">
          Asset class
          <select
            value={chosen.class}
            onChange={(event) => replace(`?class=${encodeURIComponent(event.currentTarget.value)}`)}
          >
            {classes.map((each) => (
              <option key={each.class}>{each.class}</option>
            ))}
          </select>
        </label>
      )}
      {chosen && <ComparisonSection key={chosen.class} of={chosen} packages={packages} />}
      <DriftSection drift={drift} />
      {chosen && <Packages packages={packages} classes={classes} chosen={chosen} />}
      {chosen && <HistorySection of={chosen} />}
    </>
  );
}
