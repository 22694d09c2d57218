import { PresageError } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { createHealth } from "./health.ts";
import type { Logger } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { stageObserver } from "./stage-observer.ts";

describe("the health of a stage", () => {
  const observed = () => {
    const health = createHealth();
    const quiet = (): void => {};
    const log: Logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    return { health, observer: stageObserver({ health, log, metrics: createMetrics() }, "features") };
  };

  it("is bad while the log is out of reach, until a partition is claimed", () => {
    const { health, observer } = observed();
    observer.failed(new PresageError("BROKER_UNAVAILABLE", "gone"));
    expect(health.failing()).toEqual({ "features.log": "gone" });
    observer.claimed();
    expect(health.failing()).toEqual({});
  });

  it("is good when another member has taken over a partition, for this one may be given none", () => {
    const { health, observer } = observed();
    observer.failed(new PresageError("BROKER_FENCED", "another owns it"));
    expect(health.failing()).toEqual({});
  });
});
