import { describe, expect, it } from "vitest";
import { topicFits } from "./topic-filter.ts";

describe("a topic filter", () => {
  // MQTT 3.1.1, section 4.7.1: examples of the standard.
  it.each([
    ["sport/tennis/player1/#", "sport/tennis/player1", true],
    ["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true],
    ["sport/tennis/player1/#", "sport/tennis", false],
    ["sport/tennis/+", "sport/tennis/player1", true],
    ["sport/tennis/+", "sport/tennis/player1/ranking", false],
    ["sport/+", "sport", false],
    ["sport/+", "sport/", true],
    ["#", "anything/at/all", true],
  ])("%s and %s: %s", (filter, topic, fits) => {
    expect(topicFits(filter, topic)).toBe(fits);
  });
});
