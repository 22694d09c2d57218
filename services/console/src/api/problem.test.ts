import { PresageError } from "@presage/contracts";
import Fastify from "fastify";
import { expect, it } from "vitest";
import { answerProblems } from "./problem.ts";

it("an error that is not foreseen is logged and told nobody; one that passes by itself is told", async () => {
  const logged: string[] = [];
  const log = (fields: object): void => void logged.push(String((fields as { error?: unknown }).error));
  const app = Fastify();
  answerProblems(app, { debug: log, info: log, warn: log, error: log });
  app.get("/bug", () => Promise.reject(new Error("the password is hush")));
  app.get("/away", () => Promise.reject(new PresageError("BROKER_REFUSED", "the log refuses")));
  const bug = await app.inject("/bug");
  expect([bug.statusCode, bug.json()]).toEqual([
    500,
    { code: "internal", message: "The console failed; its log says why." },
  ]);
  expect(logged).toEqual(["Error: the password is hush"]);
  const away = await app.inject("/away");
  expect([away.statusCode, away.json()]).toEqual([503, { code: "unavailable", message: "the log refuses" }]);
});
