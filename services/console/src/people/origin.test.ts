import { describe, expect, it } from "vitest";
import { foreign, isForThisMachine } from "./origin.ts";

const to = (host: string) => ({ method: "GET", headers: { host } });

describe("a request is for this machine", () => {
  it.each([
    "localhost",
    "localhost:8080",
    "127.0.0.1:8080",
    "127.1.2.3",
    "[::1]:8080",
    "[::1]",
    "LOCALHOST:1",
  ])("if its host is %s", (host) => expect(isForThisMachine(to(host))).toBe(true));
  it.each([
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.example#localhost",
    "evil@localhost",
    "192.168.1.4",
    "[::2]",
    "localhost:8080:1",
    "",
  ])("not if it is %j", (host) => expect(isForThisMachine(to(host))).toBe(false));
  it("not without a host", () => expect(isForThisMachine({ method: "GET", headers: {} })).toBe(false));
});

describe("a request that changes something", () => {
  const json = { host: "presage:8080", "content-type": "application/json; charset=utf-8" };
  const post = (headers: Record<string, string>, method = "POST") =>
    foreign({ method, headers: { ...json, ...headers } }, "https://presage.example");

  it("is let through as JSON from the own origin, or from no page at all", () => {
    expect(post({})).toBeUndefined();
    expect(post({ origin: "http://presage:8080", "sec-fetch-site": "same-origin" })).toBeUndefined();
    expect(post({ origin: "https://presage.example" })).toBeUndefined();
    expect(post({ "sec-fetch-site": "none" })).toBeUndefined();
  });

  it.each([
    [{ "content-type": "text/plain" }, /content-type/],
    [{ "content-type": "application/x-www-form-urlencoded" }, /content-type/],
    [{ "content-type": "" }, /content-type/],
    [{ "content-type": "text/plain; application/json" }, /content-type/],
    [{ origin: "http://evil.example" }, /origin/],
    [{ origin: "http://presage:8081" }, /origin/],
    [{ origin: "null" }, /origin/],
    [{ origin: "" }, /origin/],
    [{ "sec-fetch-site": "cross-site" }, /site/],
    [{ "sec-fetch-site": "same-site" }, /site/],
  ])("is refused with %j", (headers, why) => expect(post(headers)).toMatch(why));

  it("may be a DELETE without a body, which a page of another site cannot send", () => {
    expect(foreign({ method: "DELETE", headers: { host: "h" } }, undefined)).toBeUndefined();
    expect(post({ origin: "http://evil.example" }, "DELETE")).toMatch(/origin/);
    expect(post({ "content-type": "text/plain" }, "DELETE")).toMatch(/content-type/);
  });

  it("may be anything with a token, which no browser sends on its own", () => {
    expect(post({ "content-type": "text/plain", authorization: "Bearer prs_x" })).toBeUndefined();
    expect(post({ "content-type": "text/plain", authorization: "Basic eDp5" })).toMatch(/content-type/);
  });

  it("is none if it only reads", () => {
    expect(
      foreign({ method: "GET", headers: { "sec-fetch-site": "cross-site" } }, undefined),
    ).toBeUndefined();
  });
});
