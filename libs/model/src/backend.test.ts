import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it } from "vitest";
import { useBackend } from "./backend.ts";

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

describe("a backend", () => {
  const fetchOfNode = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = fetchOfNode;
  });

  it.skipIf(isInstalled("@tensorflow/tfjs-node"))("that is not installed says what to do", async () => {
    await expect(useBackend("node")).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("install it"),
    });
  });

  it("that does not start is an error; no other one takes its place", async () => {
    await import("@tensorflow/tfjs-backend-wasm"); // registers itself
    const start = tf.findBackendFactory("wasm");
    tf.removeBackend("wasm");
    tf.registerBackend("wasm", () => Promise.reject(new Error("no WebAssembly here")));
    await expect(useBackend("wasm")).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("does not start"),
    });
    tf.removeBackend("wasm");
    tf.registerBackend("wasm", start);
  });

  it("comes from the installed package, without the network, and stays for the whole process", async () => {
    globalThis.fetch = () => Promise.reject(new Error("no network"));
    await useBackend("wasm");
    await useBackend("wasm");
    expect(tf.getBackend()).toBe("wasm");
    await expect(useBackend("node")).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("wasm is already in use"),
    });
  });
});
