import type { JSX } from "preact";
import type { AssetList, Places } from "../../../src/schema/asset.ts";
import { withQuery } from "../api.ts";
import { Answer } from "../parts/answer.tsx";
import { severityWord } from "../parts/severity.tsx";
import { useTitle } from "../parts/title.ts";
import { about, useResource } from "../resource.ts";
import { go, place } from "../router.ts";
import { apiQuery, type AssetFilter, filterOf, hrefOf } from "./asset-filter.ts";
import { AssetTable } from "./asset-table.tsx";
import { PlaceTree } from "./place-tree.tsx";
import { HEALTHS, PROBLEMS } from "./places.ts";
import "./assets.css";

/** Milliseconds: of thousands of assets some change all the time. */
const EVERY = 3_000;

/** All assets, by where they are and how they are. */
export function AssetsPage(): JSX.Element {
  const heading = useTitle("Assets");
  const filter = filterOf(place.value.query);
  const places = useResource<Places>("/api/places", about("assets"), EVERY);
  const list = useResource<AssetList>(withQuery("/api/assets", apiQuery(filter)), about("assets"), EVERY);

  return (
    <section class="page assets">
      <h1 ref={heading} tabIndex={-1}>
        Assets
      </h1>
      <Answer of={places} what="places">
        {({ places: all, total, unconfigured }) =>
          total === 0 ? (
            <p class="muted">
              No asset was heard of yet. One appears here by itself when its first message comes in.
            </p>
          ) : (
            <>
              <Filters filter={filter} unconfigured={unconfigured} />
              <div class="assets-columns">
                <PlaceTree places={all} total={total} filter={filter} />
                <div>
                  <Answer of={list} what="assets">
                    {(assets) => <AssetTable list={assets} filter={filter} />}
                  </Answer>
                </div>
              </div>
            </>
          )
        }
      </Answer>
    </section>
  );
}

function Filters({
  filter,
  unconfigured,
}: {
  readonly filter: AssetFilter;
  readonly unconfigured: number;
}): JSX.Element {
  const filtered = filter.health !== "" || filter.q !== "" || filter.unconfigured || filter.under !== "";
  return (
    <div class="assets-filters">
      <label>
        Health{" "}
        <select
          value={filter.health}
          onChange={(event) => go(hrefOf(filter, { health: event.currentTarget.value }))}
        >
          <option value="">All</option>
          <option value={PROBLEMS}>Something is wrong</option>
          {HEALTHS.map((health) => (
            <option key={health} value={health}>
              {severityWord(health)}
            </option>
          ))}
        </select>
      </label>
      {(unconfigured > 0 || filter.unconfigured) && (
        <label>
          <input
            type="checkbox"
            checked={filter.unconfigured}
            onChange={(event) => go(hrefOf(filter, { unconfigured: event.currentTarget.checked }))}
          />{" "}
          Unconfigured only ({unconfigured})
        </label>
      )}
      {filtered && <a href="/assets">Clear all filters</a>}
    </div>
  );
}
