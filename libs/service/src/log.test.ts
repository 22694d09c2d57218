import { PresageError } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { createLogger, type Logger, type LogSettings } from "./log.ts";

function capture(settings: LogSettings): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: createLogger(settings, "bridge", (line) => void lines.push(line)), lines };
}

describe("a JSON log line", () => {
  it("has level, time, service, message and fields", () => {
    const { log, lines } = capture({ level: "info", format: "json" });
    log.info({ port: 1883 }, "listening");
    log.debug({}, "not at this level");
    expect(lines).toHaveLength(1);
    const { time, ...rest } = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
    expect(rest).toEqual({ level: "info", service: "bridge", message: "listening", port: 1883 });
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("never has a secret, also when a whole configuration is logged", () => {
    const { log, lines } = capture({ level: "info", format: "json" });
    const secret = { password: "hunter2" };
    log.warn({ ...secret, mqtt: secret, config: { mqtt: secret, broker: { sasl: secret } } }, "x");
    expect(lines[0]).not.toContain("hunter2");
    expect(lines[0]?.match(/\*\*\*/g)).toHaveLength(4);
  });

  it("has an error's code and causes; a stack only of what is not a PresageError", () => {
    const { log, lines } = capture({ level: "info", format: "json" });
    const error = new PresageError("BROKER_FULL", "The disk is full.", new RangeError("ENOSPC"));
    log.error({ error }, "cannot append");
    const line = JSON.parse(lines[0] ?? "") as { error: Record<string, unknown> };
    expect(line.error).toMatchObject({
      code: "BROKER_FULL",
      message: "The disk is full.",
      cause: { message: "ENOSPC" },
    });
    expect(line.error).not.toHaveProperty("stack");
    expect(line.error["cause"]).toHaveProperty("stack");
  });

  it("has the message of what is thrown and no error", () => {
    const { log, lines } = capture({ level: "info", format: "json" });
    log.error({ error: new PresageError("MAPPING_FAILED", "no", { message: "as JSONata's" }) }, "x");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ error: { cause: { message: "as JSONata's" } } });
  });
});

describe("a log line for people", () => {
  it("is short, on one line", () => {
    const { log, lines } = capture({ level: "debug", format: "text" });
    log.info({ url: "mqtt://127.0.0.1:1883", why: "two words" }, "connected");
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} info {2}bridge {2}connected {2}url=mqtt:\/\/127\.0\.0\.1:1883 {2}why="two words"\n$/,
    );
  });

  it("shows what went wrong and why below", () => {
    const { log, lines } = capture({ level: "debug", format: "text" });
    const cause = new PresageError("FILE_UNREADABLE", "no file");
    log.error({ error: new PresageError("MODEL_TOO_SLOW", "refused", cause) }, "cannot start");
    expect(lines[0]?.split("\n").slice(1)).toEqual([
      "  MODEL_TOO_SLOW: refused",
      "  because of",
      "    FILE_UNREADABLE: no file",
      "",
    ]);
  });

  it("lets no text from outside begin a line or move the cursor", () => {
    const { log, lines } = capture({ level: "debug", format: "text" });
    log.info({ topic: "a\nb\u001b[2J" }, "x\r\nfalse line\u001b[2J");
    expect(lines[0]?.trimEnd()).not.toMatch(/[^ -~]/);
  });
});
