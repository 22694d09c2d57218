/** What of the assets is listed: the query of the page's address. */
export interface AssetFilter {
  readonly under: string;
  readonly health: string;
  readonly q: string;
  /** Only those that the configuration does not name. */
  readonly unconfigured: boolean;
  readonly page: number;
}

/** Assets on a page. */
export const PAGE = 100;

export const filterOf = (query: URLSearchParams): AssetFilter => ({
  under: query.get("under") ?? "",
  health: query.get("health") ?? "",
  q: query.get("q") ?? "",
  unconfigured: query.get("configured") === "false",
  page: Math.max(1, Math.trunc(Number(query.get("page") ?? 1)) || 1),
});

/** The address of a list; another filter begins at its first page. */
export function hrefOf(filter: AssetFilter, change: Partial<AssetFilter> = {}): string {
  const { under, health, q, unconfigured, page } = { ...filter, page: 1, ...change };
  const query = new URLSearchParams();
  if (under !== "") query.set("under", under);
  if (health !== "") query.set("health", health);
  if (q !== "") query.set("q", q);
  if (unconfigured) query.set("configured", "false");
  if (page > 1) query.set("page", String(page));
  return query.size === 0 ? "/assets" : `/assets?${query}`;
}

/** The same for the server. */
export const apiQuery = ({ under, health, q, unconfigured, page }: AssetFilter) => ({
  under,
  health,
  q,
  configured: unconfigured ? false : undefined,
  limit: PAGE,
  offset: (page - 1) * PAGE || undefined,
});
