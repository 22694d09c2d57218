import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  breaches,
  type Failure,
  failures,
  feedback,
  FEEDBACK_ACTIONS,
  groups,
  predictions,
  SEVERITIES,
} from "@presage/contracts";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  announceBreach,
  announceFailure,
  announceFeedback,
  announceGroup,
  announceRisk,
  type Announcement,
  announceWorkRequest,
} from "../announcement.ts";
import { CHANNEL_NAMES } from "../channel.ts";
import { loadProfile } from "../profile.ts";
import type { Schema } from "./compatibility.ts";
import { type AsyncApi, type Contract, contractBreaks } from "./contract.ts";
import { MESSAGES, messageName } from "./message.ts";
import { publishedContract } from "./published.ts";

const FOLDER = fileURLToPath(new URL("../../../../docs/contract/", import.meta.url));
const json = (file: string): Schema => JSON.parse(readFileSync(file, "utf8")) as Schema;

/** A contract as its folder has it. */
function readContract(folder: string): Contract {
  const schemas = readdirSync(join(folder, "schemas")).map(
    (file) => [file.replace(/\.json$/, ""), json(join(folder, "schemas", file))] as const,
  );
  const asyncapi = parse(readFileSync(join(folder, "asyncapi.yaml"), "utf8")) as AsyncApi;
  return { asyncapi, schemas: Object.fromEntries(schemas) };
}

const strict = { strict: true, strictTypes: true, strictTuples: true, allErrors: true } as const;

/** Ajv's plug-in is CommonJS: its types say that the default is in `default`, its code that it is the function. */
function withFormats<A extends Ajv>(ajv: A): A {
  (addFormats as unknown as (to: A) => void)(ajv);
  return ajv;
}

/** The schema, in which nothing may be said but what it names. */
const closed = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema), (_key, value: unknown) =>
    value !== null &&
    typeof value === "object" &&
    "properties" in value &&
    "required" in value &&
    !("anyOf" in value)
      ? { ...value, additionalProperties: false }
      : value,
  ) as Schema;

/** Everything that is referred to, anywhere in a document. */
function references(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" && typeof inner === "string" ? [inner] : references(inner),
  );
}

describe("docs/contract", () => {
  it("is what the contracts and the table of channels say (npm run docs -w @presage/mes writes it)", async () => {
    expect(readContract(FOLDER)).toEqual(JSON.parse(JSON.stringify(await publishedContract())));
  });

  it("has an AsyncAPI document that is valid by the official schema of AsyncAPI 3.0", () => {
    const { asyncapi } = readContract(FOLDER);
    const specs = dirname(createRequire(import.meta.url).resolve("@asyncapi/specs/package.json"));
    const ajv = withFormats(
      new Ajv({ strict: false, meta: false, validateSchema: false, validateFormats: false }),
    );
    const isValid = ajv.compile(json(join(specs, "schemas", "3.0.0.json")));
    isValid(asyncapi);
    expect(isValid.errors).toBeNull();
    expect(isValid({ ...asyncapi, operations: { x: { action: "shout" } } })).toBe(false);
  });

  it("refers to nothing that is not there", () => {
    const { asyncapi } = readContract(FOLDER);
    const at = (pointer: string): unknown =>
      pointer
        .split("/")
        .slice(1)
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], asyncapi);
    const found = references(asyncapi);
    expect(found.length).toBeGreaterThan(40);
    for (const reference of found)
      expect(
        reference.startsWith("#") ? at(reference) : existsSync(join(FOLDER, reference)),
        reference,
      ).toBeTruthy();
  });

  it("has a message for each channel", () => {
    const names = MESSAGES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(names)).toEqual(new Set([...CHANNEL_NAMES.map(messageName), "pdm-status", "feedback"]));
  });
});

describe.each(MESSAGES.map((message) => [message.name, message] as const))(
  "the schema of %s",
  (_name, message) => {
    it("allows its examples, and allows them besides nothing that it does not name", () => {
      const { $id: _id, ...schema } = closed(message.schema);
      const isValid = withFormats(new Ajv2020(strict)).compile(message.schema);
      const isNamed = withFormats(new Ajv2020(strict)).compile(schema);
      expect(message.examples.length).toBeGreaterThan(0);
      for (const example of message.examples) {
        isValid(example);
        expect(isValid.errors).toBeNull();
        isNamed(example);
        expect(isNamed.errors).toBeNull();
      }
      expect(isValid({})).toBe(false);
      expect(isNamed({ ...(message.examples[0] as object), colour: "red" })).toBe(false);
    });

    it("means the same in draft 7, which the tools of AsyncAPI read", () => {
      const { $schema: _draft, ...schema } = message.schema;
      const isValid = withFormats(new Ajv(strict)).compile(schema);
      for (const example of message.examples)
        expect(isValid(example), JSON.stringify(isValid.errors)).toBe(true);
    });
  },
);

describe("what the MES is told", () => {
  const profile = loadProfile({ profile: "plain", publishRisk: true });
  const { schemas } = readContract(FOLDER);
  const revised = (over: Partial<Failure>) => ({
    ...failures.example,
    value: { ...failures.example.value, ...over },
  });
  const prediction = predictions.example;
  const breach = breaches.example;
  const shadow = { risk: 0.5, horizonHours: 24, model: { name: "next", version: "2.0.0", digest: "00" } };

  const SAID: readonly Announcement[] = [
    ...announceFailure(failures.example),
    ...announceFailure(
      revised({ group: "g", risk: null, basis: "rule", rules: ["zone-d"], severity: "low" }),
    ),
    ...announceFailure(revised({ state: "closed", closedAt: 1_700_000_020_000, revision: 7 })),
    announceWorkRequest(failures.example),
    announceWorkRequest(revised({ severity: "critical", remainingLifeHours: { p10: 1, p50: 2, p90: 3 } })),
    ...announceGroup(groups.example),
    ...announceFeedback(feedback.example),
    ...announceBreach(breaches.example),
    ...announceBreach({
      ...breach,
      value: { ...breach.value, kind: "range", limit: [0, 90], state: "updated" },
    }),
    ...announceBreach({
      ...breach,
      value: { ...breach.value, state: "closed", until: 1_700_000_100_000, open: [] },
    }),
    ...announceRisk({ ...prediction, value: { ...prediction.value, shadow } }),
    ...announceRisk({
      ...prediction,
      value: { ...prediction.value, risk: null, notScored: "too few messages" },
    }),
  ];

  it("is valid by the published schemas, and says nothing that they do not name", async () => {
    const ajv = withFormats(new Ajv2020(strict));
    for (const announcement of SAID) {
      const { payload = "" } = (await profile.message(announcement)) ?? {};
      if (announcement.over) expect(payload).toBe("");
      else {
        const isNamed = ajv.compile(
          closed({ ...schemas[messageName(announcement.channel)], $id: undefined }),
        );
        isNamed(JSON.parse(payload));
        expect(isNamed.errors, announcement.channel).toBeNull();
      }
    }
    const isStatus = ajv.compile(schemas["pdm-status"] ?? {});
    for (const online of [true, false])
      expect(isStatus(JSON.parse((await profile.status(online, 1_700_000_000_000)).payload))).toBe(true);
  });

  it("is tried here on every channel", () => {
    expect(new Set(SAID.map(({ channel }) => channel))).toEqual(new Set(CHANNEL_NAMES));
  });

  it("is of a risk without a challenger's and without deviations", () => {
    const { properties } = schemas["risk"] ?? {};
    const text = JSON.stringify((properties as { data: object }).data);
    expect([text.includes('"shadow"'), text.includes('"deviations"')]).toEqual([false, false]);
  });
});

describe("a released contract", () => {
  const released = readContract(join(FOLDER, "released/v1"));

  it("is kept: who reads or writes by it still can", async () => {
    expect(contractBreaks(released, await publishedContract())).toEqual([]);
  });

  /** The contract with another value at a place, or without what is there. */
  function changed(place: string, value?: unknown): Contract {
    const contract = structuredClone(released);
    const keys = place.split("/");
    const last = keys.pop() ?? "";
    let at: Record<string, unknown> = { ...contract };
    for (const key of keys) at = at[key] as Record<string, unknown>;
    expect(at).toBeTypeOf("object");
    if (value === undefined) delete at[last];
    else at[last] = value;
    return contract;
  }
  const failure = "schemas/predicted-failure/properties/data/properties";
  const said = "schemas/feedback/properties/action/enum";
  const actions = [...FEEDBACK_ACTIONS];

  it.each([
    ["a topic that moved", "asyncapi/channels/risk/address", "mes/score", "send.risk"],
    [
      "a state that is not retained any more",
      "asyncapi/operations/send.risk/bindings/mqtt/retain",
      false,
      "send.risk",
    ],
    ["another quality of service", "asyncapi/operations/send.risk/bindings/mqtt/qos", 0, "send.risk"],
    ["another message on a topic", "asyncapi/operations/send.risk/messages/0/$ref", "#/x", "send.risk"],
    ["a topic that is gone", "asyncapi/operations/receive.feedback", undefined, "receive.feedback"],
    ["a message that is gone", "schemas/pdm-status", undefined, "pdm-status"],
    ["another type of event", "schemas/risk/properties/type/const", "io.presage.risk.v2", "risk.type"],
    [
      "a member that the MES must add",
      "schemas/feedback/required",
      ["action", "by", "failure"],
      "feedback.failure",
    ],
    ["an action that is not taken any more", said, actions.slice(1), "feedback.action"],
    [
      "a severity that the MES does not know",
      `${failure}/severity/enum`,
      [...SEVERITIES, "worst"],
      "predicted-failure.data.severity",
    ],
    ["a risk in percent", `${failure}/risk/anyOf/0/maximum`, 100, "predicted-failure.data.risk"],
    ["a member that is gone", `${failure}/zone`, undefined, "predicted-failure.data.zone"],
  ])("is broken by %s", (_, place, value, path) => {
    expect(contractBreaks(released, changed(place, value)).map((each) => each.path)).toEqual([path]);
  });

  it.each([
    ["a failure mode more", `${failure}/modes/items/properties/mode/examples`, ["gear"]],
    ["an action more", said, [...actions, "escalate"]],
    ["a channel more", "asyncapi/channels/more", { address: "mes/more" }],
    ["a message more", "schemas/more", {}],
    ["a member more", `${failure}/more`, { type: "number" }],
    ["a member that the MES may add", "schemas/feedback/properties/more", { type: "number" }],
  ])("is not broken by %s", (_, place, value) => {
    expect(contractBreaks(released, changed(place, value))).toEqual([]);
  });
});
