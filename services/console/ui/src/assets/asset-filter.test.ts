import { expect, test } from "vitest";
import { apiQuery, filterOf, hrefOf } from "./asset-filter.ts";

test("a filter is in the address, and read back from it", () => {
  const href = hrefOf(filterOf(new URLSearchParams()), {
    under: "lyon/press",
    health: "critical,high",
    q: "a&b",
    unconfigured: true,
    page: 3,
  });
  expect(filterOf(new URL(href, "http://console").searchParams)).toEqual({
    under: "lyon/press",
    health: "critical,high",
    q: "a&b",
    unconfigured: true,
    page: 3,
  });
});

test("another filter begins at its first page", () => {
  expect(hrefOf(filterOf(new URLSearchParams("page=3&q=motor")), { health: "high" })).toBe(
    "/assets?health=high&q=motor",
  );
});

test("the server is asked for one page", () => {
  expect(apiQuery(filterOf(new URLSearchParams("page=3")))).toMatchObject({ limit: 100, offset: 200 });
  expect(filterOf(new URLSearchParams("page=-1")).page).toBe(1);
});
