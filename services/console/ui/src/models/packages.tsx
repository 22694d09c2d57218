import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ModelClass, ModelOverview, ModelPackage } from "../../../src/schema/model.ts";
import { numberText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { sentence } from "../parts/words.ts";
import { useResource } from "../resource.ts";
import { modelPaths, titleOf } from "./api.ts";
import { mayAssign } from "./may.ts";
import { ordered } from "./order.ts";

type Package = ModelOverview["packages"][number];

/** The packages there are, what they are there for, and what there is to know of each. */
export function Packages({
  packages,
  classes,
  chosen,
}: Pick<ModelOverview, "packages" | "classes"> & { chosen: ModelClass }): JSX.Element {
  return (
    <section aria-labelledby="packages">
      <h2 id="packages">Packages</h2>
      <ul class="packages">
        {packages.map((each) => (
          <li key={each.digest} id={`package-${each.digest}`}>
            <Entry of={each} classes={classes} chosen={chosen} />
          </li>
        ))}
      </ul>
      <p class="muted">
        <code>presage model push DIR</code> tries a package and stores it here.
      </p>
    </section>
  );
}

interface EntryProps {
  readonly of: Package;
  readonly classes: readonly ModelClass[];
  /** What the package may become something for. */
  readonly chosen: ModelClass;
}

function Entry({ of, classes, chosen }: EntryProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const { problem, description, assetClasses, horizon, registered } = of;
  return (
    <article>
      <div class="package-head">
        <h3>{titleOf(of)}</h3>
        <Roles of={of} classes={classes} />
        {!registered && <span class="muted">configured, not in the registry</span>}
        <code class="muted">{of.digest.slice(0, 12)}</code>
        {mayAssign.value && registered && problem === undefined && (
          <div class="actions">
            <Offers of={of} to={chosen} alone={classes.length === 1} />
          </div>
        )}
      </div>
      {problem === undefined ? (
        <p>
          {description}{" "}
          <span class="muted">
            For {assetClasses.join(", ")}; risk {horizon}.
          </span>
        </p>
      ) : (
        <p class="worse">
          <Severity level="bad-data" iconOnly /> <span>It cannot be read: {problem}</span>
        </p>
      )}
      {problem === undefined && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>Manifest and card</summary>
          {open && <Facts digest={of.digest} />}
        </details>
      )}
    </article>
  );
}

function Roles({ of, classes }: { of: Package; classes: readonly ModelClass[] }): JSX.Element {
  const where = (role: "champion" | "challenger"): string =>
    classes
      .filter((each) => each[role]?.model.digest === of.digest)
      .map((each) => each.class)
      .join(", ");
  const [live, shadow] = [where("champion"), where("challenger")];
  return (
    <>
      {live !== "" && <strong>live for {live}</strong>}
      {shadow !== "" && <span>in shadow for {shadow}</span>}
    </>
  );
}

/** What a package may become for a class of assets. */
function Offers({ of, to, alone }: { of: Package; to: ModelClass; alone: boolean }): JSX.Element | null {
  if (to.champion.model.digest === of.digest) return null;
  const model = { name: of.name, version: of.version, digest: of.digest };
  const where = alone ? "" : ` for ${to.class}`;
  return (
    <>
      <button type="button" onClick={() => (ordered.value = { action: "promote", of: to, model })}>
        Promote{where}…
      </button>
      {to.challenger?.model.digest !== of.digest && (
        <button type="button" onClick={() => (ordered.value = { action: "shadow", of: to, model })}>
          Shadow{where}…
        </button>
      )}
    </>
  );
}

function Facts({ digest }: { digest: string }): JSX.Element {
  const { data, problem } = useResource<ModelPackage>(modelPaths.package(digest), () => false);
  if (problem)
    return (
      <p role="alert" class="wrong">
        {problem.message}
      </p>
    );
  if (!data) return <p aria-busy="true" />;
  const figures = Object.entries(data.metrics).map(([name, value]) => `${name} ${numberText(value)}`);
  const training = Object.entries(data.training).map(([name, value]) => `${name}: ${value}`);
  const facts: readonly (readonly [string, string])[] = [
    ["Risk of", `${data.risk}, ${data.horizon}`],
    ["Opens a failure", data.decision],
    ["Metrics", figures.join(", ") || "none"],
    ["Training", training.join("; ") || "not said"],
    ["Licence", data.licence],
    ["Digest", data.digest],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div>
          <dt>Inputs</dt>
          <dd>
            <ul class="inputs">
              {data.inputs.map(({ feature, transform, watched }) => (
                <li key={feature}>
                  {feature}{" "}
                  <span class="muted">
                    {transform === "identity" ? "" : sentence(transform)}
                    {watched ? "" : " drift not watched"}
                  </span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <pre class="card" tabIndex={0} role="region" aria-label={`Card of ${titleOf(data)}`}>
        {data.card}
      </pre>
    </>
  );
}
