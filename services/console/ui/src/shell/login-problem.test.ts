import { expect, test } from "vitest";
import { loginProblem } from "./login-problem.ts";

test("why a log-in did not work is said in words, with the name of the provider", () => {
  expect(loginProblem("role-missing", "Plant login")).toMatch(
    /logged in at Plant login, but none of your groups/,
  );
  expect(loginProblem("provider-unreachable")).toMatch(/^The provider cannot be reached/);
  expect(loginProblem("login-failed", "Plant login")).toMatch(/^Plant login did not say who you are/);
});

test("a code that is not known is not repeated, since anybody may have written it", () => {
  expect(loginProblem("<b>call 0900</b>")).toBe("Logging in did not work. Try again.");
  expect(loginProblem(null)).toBe("");
});
