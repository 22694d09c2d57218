import { expect, test } from "vitest";
import { sourceName } from "./source-schema.ts";

test.each([
  [{ decoder: "json", template: "plant/{site}/{asset}/{sensor}" }, "plant"],
  [{ decoder: "json", template: "{site}/{asset}/{sensor}" }, "devices"],
  [{ decoder: "sparkplug", template: "plant/{asset}/{sensor}" }, "sparkplug"],
  [{ decoder: "json", template: "plant/{asset}/{sensor}", name: "press shop" }, "press shop"],
] as const)("a source %j is called %s", (source, name) => {
  expect(sourceName(source)).toBe(name);
});
