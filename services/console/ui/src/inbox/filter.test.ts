import { expect, test } from "vitest";
import { filterOf, hrefOf, inboxPath, membersPath, toggled, valuesOf, withValue } from "./filter.ts";

const filter = (text: string) => filterOf(new URLSearchParams(text));

test("a filter is what the address says, without what is empty or foreign", () => {
  expect(filter("severity=high,critical&utm=1&q=&site=lyon").toString()).toBe(
    "severity=high%2Ccritical&site=lyon",
  );
});

test("an address and its filter are the same", () => {
  for (const href of ["/", "/?state=shelved&q=outer+race", "/?line=lyon%2Fpress%2Fline2"]) {
    expect(hrefOf(filter(href.slice(2)))).toBe(href);
  }
});

test("one of several values is put in and taken out", () => {
  const high = toggled(filter(""), "severity", "high");
  const both = toggled(high, "severity", "critical");
  expect(valuesOf(both, "severity")).toEqual(["high", "critical"]);
  expect(valuesOf(toggled(both, "severity", "high"), "severity")).toEqual(["critical"]);
  expect(hrefOf(toggled(high, "severity", "high"))).toBe("/");
});

test("an empty value takes the name out", () => {
  expect(hrefOf(withValue(filter("site=lyon&q=a"), "site", ""))).toBe("/?q=a");
});

test("the API is asked with the filter and a limit", () => {
  expect(inboxPath(filter(""), 200)).toBe("/api/failures?limit=200");
  expect(inboxPath(filter("state=shelved"), 200)).toBe("/api/failures?state=shelved&limit=200");
});

test("members of a flood are asked for under the same filter", () => {
  expect(membersPath(filter("severity=high"), "a/b/c@1")).toBe(
    "/api/failures?severity=high&group=a%2Fb%2Fc%401&floods=false&limit=1000",
  );
});
