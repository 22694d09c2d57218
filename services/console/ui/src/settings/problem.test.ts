import { expect, test } from "vitest";
import { ApiProblem } from "../api.ts";
import { problemText } from "./problem.ts";

const problem = (code: string, message: string): ApiProblem => new ApiProblem(409, { code, message });

test("who takes away the last admin is told what to do instead", () => {
  expect(problemText(problem("last-admin", "somebody must stay admin"))).toMatch(
    /Make another user admin first\.$/,
  );
});

test("any other refusal is what the server says, as a sentence", () => {
  expect(problemText(problem("user-refused", "there is a user anna already"))).toBe(
    "There is a user anna already.",
  );
  expect(problemText(new TypeError("Broken?"))).toBe("Broken?");
});
