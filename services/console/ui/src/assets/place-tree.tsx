import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Place } from "../../../src/schema/asset.ts";
import { Severity, severityWord } from "../parts/severity.tsx";
import { type AssetFilter, hrefOf } from "./asset-filter.ts";
import { healthCounts, holds, type PlaceNode, placeTree } from "./places.ts";

interface PlaceTreeProps {
  readonly places: readonly Place[];
  readonly total: number;
  readonly filter: AssetFilter;
}

/** Sites, areas and lines: nested lists, each of which can be opened, and whose name filters the list beside. */
export function PlaceTree({ places, total, filter }: PlaceTreeProps): JSX.Element {
  // On a phone the list of assets comes first: the tree is opened when it is wanted.
  const [wide] = useState(() => matchMedia("(min-width: 721px)").matches);
  return (
    <details class="places" open={wide}>
      <summary>Places</summary>
      <nav aria-label="Places">
        <a href={hrefOf(filter, { under: "" })} aria-current={filter.under === "" ? "page" : undefined}>
          All places <span class="muted">{total.toLocaleString("en")}</span>
        </a>
        <Level nodes={placeTree(places)} filter={filter} />
      </nav>
    </details>
  );
}

function Level({
  nodes,
  filter,
}: {
  readonly nodes: readonly PlaceNode[];
  readonly filter: AssetFilter;
}): JSX.Element {
  return (
    <ul>
      {nodes.map((node) => (
        <Branch key={node.path} node={node} filter={filter} only={nodes.length === 1} />
      ))}
    </ul>
  );
}

interface BranchProps {
  readonly node: PlaceNode;
  readonly filter: AssetFilter;
  /** Nothing else is beside it, so it is shown open. */
  readonly only: boolean;
}

function Branch({ node, filter, only }: BranchProps): JSX.Element {
  const [toggled, setToggled] = useState<boolean | undefined>();
  const open = toggled ?? (only || holds(node.path, filter.under));
  const counts = healthCounts(node.health);
  return (
    <li>
      <div class="place">
        {node.inner.length > 0 ? (
          <button
            type="button"
            class="plain"
            aria-expanded={open}
            aria-label={`What is in ${node.name}`}
            onClick={() => setToggled(!open)}
          >
            <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
              <path d={open ? "M3 5h10l-5 7z" : "M5 3v10l7-5z"} fill="currentColor" />
            </svg>
          </button>
        ) : (
          <span class="leaf" />
        )}
        <a
          href={hrefOf(filter, { under: node.path })}
          aria-current={filter.under === node.path ? "page" : undefined}
        >
          {node.name} <span class="muted">{node.assets.toLocaleString("en")}</span>
        </a>
        <span class="place-health">
          {counts.slice(0, 3).map(({ health, count }) => (
            <span key={health} title={`${count} ${severityWord(health).toLowerCase()}`}>
              <Severity level={health} iconOnly /> {count}
            </span>
          ))}
        </span>
      </div>
      {open && node.inner.length > 0 && <Level nodes={node.inner} filter={filter} />}
    </li>
  );
}
