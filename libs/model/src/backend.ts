import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { PresageError } from "@presage/contracts";

/** `wasm` is installed with Presage; `node` (native TensorFlow) needs `@tensorflow/tfjs-node` besides. */
export type Backend = "wasm" | "node";

/** Names that TensorFlow.js has for them. */
const REGISTERED: Readonly<Record<Backend, string>> = { wasm: "wasm", node: "tensorflow" };

/** A variable, as it must not be resolved unless it is asked for. */
const NATIVE: string = "@tensorflow/tfjs-node";

/**
 * Makes a backend the one that TensorFlow.js computes with in this process. It is never exchanged for another one: throws
 * `CONFIG_INVALID` if it is not installed, does not start, or another is in use. The first call loads TensorFlow.js, some 100 ms.
 */
export async function useBackend(backend: Backend): Promise<void> {
  const tf = await import("@tensorflow/tfjs-core");
  const inUse = tf.engine().backendName;
  if (inUse === REGISTERED[backend]) return;
  if (inUse)
    throw new PresageError(
      "CONFIG_INVALID",
      `model.backend ${backend}: ${inUse} is already in use in this process`,
    );
  if (backend === "wasm") {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    // Beside the package's own code, with its own loader: nothing is downloaded.
    const code = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(`${dirname(code)}${sep}`);
  } else {
    await importNative();
  }
  // It answers false, and goes on with another backend, if this one does not start.
  if (!(await tf.setBackend(REGISTERED[backend])) || tf.getBackend() !== REGISTERED[backend])
    throw new PresageError("CONFIG_INVALID", `model.backend ${backend} does not start on this machine`);
}

async function importNative(): Promise<void> {
  try {
    await import(NATIVE);
  } catch (cause) {
    throw new PresageError(
      "CONFIG_INVALID",
      `model.backend node needs the package ${NATIVE}: install it beside Presage, or set model.backend to wasm`,
      cause,
    );
  }
}
