import type { JSX } from "preact";
import type { AssetList, AssetSummary } from "../../../src/schema/asset.ts";
import { percentText, timeText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { hrefs } from "../router.ts";
import { type AssetFilter, hrefOf, PAGE } from "./asset-filter.ts";

interface AssetTableProps {
  readonly list: AssetList;
  readonly filter: AssetFilter;
}

/** Assets, worst first, a page of them at a time: so that ten thousand are as fast as ten. */
export function AssetTable({ list, filter }: AssetTableProps): JSX.Element {
  if (list.items.length === 0) return <p class="muted">No asset is like that.</p>;
  return (
    <>
      <Pages list={list} filter={filter} />
      <table class="asset-table">
        <thead>
          <tr>
            <th scope="col">Asset</th>
            <th scope="col">Health</th>
            <th scope="col" class="number">
              Risk
            </th>
            <th scope="col">Zone</th>
            <th scope="col">Last seen</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {list.items.map((asset) => (
            <Row key={asset.asset} asset={asset} under={filter.under} />
          ))}
        </tbody>
      </table>
      {list.total > PAGE && <Pages list={list} filter={filter} />}
    </>
  );
}

function Row({ asset, under }: { readonly asset: AssetSummary; readonly under: string }): JSX.Element {
  const inner =
    under !== "" && asset.asset.startsWith(`${under}/`) ? asset.asset.slice(under.length + 1) : asset.asset;
  const cut = inner.lastIndexOf("/") + 1;
  return (
    <tr>
      <td>
        <a href={hrefs.asset(asset.asset)}>
          <span class="muted">{inner.slice(0, cut)}</span>
          {inner.slice(cut)}
        </a>
        {!asset.configured && <span class="tag">unconfigured</span>}
      </td>
      <td>
        <Severity level={asset.health} />
      </td>
      <td class="number">{asset.risk === null ? "–" : percentText(asset.risk)}</td>
      <td>{asset.zone ?? "–"}</td>
      <td class="when">{timeText(asset.lastSeen)}</td>
      <td class="note">{asset.note}</td>
    </tr>
  );
}

function Pages({ list, filter }: AssetTableProps): JSX.Element {
  const from = (filter.page - 1) * PAGE;
  const last = Math.ceil(list.total / PAGE);
  const count = (value: number) => value.toLocaleString("en");
  return (
    <p class="pages">
      <span>
        {list.total === 1
          ? "1 asset"
          : list.total <= PAGE
            ? `${count(list.total)} assets`
            : `${count(from + 1)}–${count(from + list.items.length)} of ${count(list.total)} assets`}
      </span>
      {filter.page > 1 && (
        <a class="button" href={hrefOf(filter, { page: filter.page - 1 })}>
          Back
        </a>
      )}
      {filter.page < last && (
        <a class="button" href={hrefOf(filter, { page: filter.page + 1 })}>
          Next
        </a>
      )}
    </p>
  );
}
