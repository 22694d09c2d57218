import type { Config } from "@presage/service";
import { expect, it } from "vitest";
import { storeOptions } from "./options.ts";

const config = (store: Config["console"]["store"]): Config =>
  ({ dataDir: "data", console: { store } }) as unknown as Config;

const tls = { enabled: false, rejectUnauthorized: true };

it("what the console knows is in a file, unless a database is named", () => {
  expect(storeOptions(config({ tls, password: "unused" }))).toEqual({ dataDir: "data" });
  const url = "postgres://db.example:5432/presage?application_name=presage";
  expect(storeOptions(config({ tls, url }))).toEqual({ dataDir: "data", url });
  expect(storeOptions(config({ tls, url, username: "us er", password: "p@ss:/%?" })).url).toBe(
    "postgres://us%20er:p%40ss%3A%2F%25%3F@db.example:5432/presage?application_name=presage",
  );
});
