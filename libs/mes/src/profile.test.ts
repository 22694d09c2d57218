import { failures, groups, hasCode, predictions, toCloudEvent } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { announceFailure, announceGroup, announceRisk } from "./announcement.ts";
import { EXAMPLE_ASSET, preview } from "./preview.ts";
import { loadProfile, readProfile, SHIPPED_PROFILES } from "./profile.ts";

const settings = { profile: "own.yaml", publishRisk: true };

const OWN = `
description: ours
topics: { asset: "ours/{site}/{asset}", line: "ours/{site}/{line}", status: ours/status }
status: { map: 'online ? "up" : "down"' }
out:
  predicted-failure: { topic: pdm, qos: 2 }
  predicted-failure/event:
    topic: pdm/log
    map: 'data.severity != "low" ? { "id": data.id, "where": $path.area }'
  risk: { retain: false, map: 'data.nothing.here' }
feedback: { topic: answer, map: '{ "action": $lowercase(Kind), "by": Who }' }
`;

const mistakesOf = (text: string): string => {
  try {
    readProfile(text, settings);
  } catch (error) {
    if (hasCode(error, "CONFIG_INVALID")) return error.message;
    throw error;
  }
  return "";
};

describe("a profile", () => {
  const profile = readProfile(OWN, settings);
  const { example } = failures;
  const [event, state] = announceFailure(example);
  if (event === undefined || state === undefined) throw new Error("no announcements");

  it("gives a channel its topic, quality of service and, without a mapping, the CloudEvent", async () => {
    expect(await profile.message(state)).toEqual({
      topic: "ours/site1/motor7/pdm",
      payload: JSON.stringify(toCloudEvent(failures, example)),
      qos: 2,
      retain: true,
    });
  });

  it("maps a message, with the levels of the asset's path at hand", async () => {
    expect(await profile.message(event)).toEqual({
      topic: "ours/site1/motor7/pdm/log",
      payload: `{"id":"${example.value.id}","where":"press"}`,
      qos: 1,
      retain: false,
    });
  });

  it("leaves out what a mapping makes nothing of, and channels that it does not have", async () => {
    const low = { ...example, value: { ...example.value, severity: "low" as const } };
    const left = [...announceFailure(low).slice(0, 1), ...announceGroup(groups.example)];
    for (const announcement of left) expect(await profile.message(announcement)).toBeUndefined();
  });

  it("clears with an empty message what was retained and is over", async () => {
    expect(await profile.message({ ...state, over: true })).toMatchObject({ payload: "", retain: true });
  });

  it("publishes a text as it is", async () => {
    expect(await profile.status(true, 0)).toMatchObject({ topic: "ours/status", payload: "up" });
  });

  it("leaves risks out if the configuration does", async () => {
    const risk = announceRisk(predictions.example)[0];
    if (risk === undefined) throw new Error("no risk");
    const plain = (publishRisk: boolean) => loadProfile({ profile: "plain", publishRisk }).message(risk);
    expect(await plain(true)).toMatchObject({ topic: "mes/site1/press/line2/motor7/risk", retain: true });
    expect(await plain(false)).toBeUndefined();
  });

  it("takes the configuration's topics before its own", async () => {
    const moved = readProfile(OWN, { ...settings, template: "there/{asset}", statusTopic: "there" });
    expect((await moved.message(state))?.topic).toBe("there/motor7/pdm");
    expect((await moved.status(false, 0)).topic).toBe("there");
    expect(moved.feedback.template).toBe("there/{asset}/answer");
  });

  it("makes a feedback of what the MES says", async () => {
    expect(await profile.feedback.map?.({ Kind: "CONFIRMED", Who: "jo" }, {})).toEqual({
      action: "confirmed",
      by: "jo",
    });
  });

  it("tells of all mistakes with their places", () => {
    const wrong = OWN.replace("topic: pdm,", "topik: pdm,").replace("{asset}", "{aset}");
    expect(mistakesOf(wrong)).toMatch(
      /has 2 mistakes:\nown.yaml:3:\d+ .*\nown.yaml:6:\d+ .*topik.*did you mean topic/,
    );
    expect(mistakesOf(OWN.replace("data.severity !=", "data.severity !!"))).toMatch(
      /own.yaml:9:\d+ .*is not JSONata: .*character 15/,
    );
    expect(mistakesOf(`${OWN}\nout: {}`)).toMatch(/out {2}is set twice/);
  });

  it("names those that come with Presage if it is none of them and no file", () => {
    expect(() => loadProfile({ profile: "omnimess", publishRisk: true })).toThrow(
      /plain, omnimes, isa95-uns, sparkplug/,
    );
  });
});

describe.each(SHIPPED_PROFILES)("the profile %s", (name) => {
  const profile = loadProfile({ profile: name, publishRisk: true });

  it("makes a message of a sample of each of its channels, on a topic of its own", async () => {
    const previews = await preview(profile, EXAMPLE_ASSET);
    expect(previews.filter(({ message }) => message === undefined)).toEqual([]);
    expect(new Set(previews.map(({ message }) => message?.topic)).size).toBe(profile.channels.length);
  });

  it("keeps the state of what it tells of, so that who connects late is up to date", async () => {
    const state = (await preview(profile, EXAMPLE_ASSET)).find((p) => p.channel === "predicted-failure");
    expect(profile.sparkplug || state?.message?.retain).toBe(true);
  });

  it("tells which failure, which revision and how severe", async () => {
    const { id, revision, severity } = failures.example.value;
    for (const { channel, message } of await preview(profile, EXAMPLE_ASSET))
      if (channel.startsWith("predicted-failure") && !channel.includes("group"))
        for (const part of [id, revision, severity]) expect(message?.payload).toContain(JSON.stringify(part));
  });

  it("makes a feedback of its example of an answer", async () => {
    const { map, example } = profile.feedback;
    expect(map === undefined ? example : await map(example, {})).toMatchObject({
      action: expect.any(String),
      by: expect.any(String),
    });
  });
});
