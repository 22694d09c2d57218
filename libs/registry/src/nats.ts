import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jetstream } from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import { type ObjectStore, Objm } from "@nats-io/obj";
import { connect, type ConnectionOptions, type NatsConnection } from "@nats-io/transport-node";
import { type ModelReference, PresageError } from "@presage/contracts";
import { type Assignment, conflict } from "./assignment.ts";
import { refusal, refusing } from "./nats-refusal.ts";
import { byNameAndVersion } from "./order.ts";
import type { Registry } from "./registry.ts";

const ASSIGNMENTS = "presage-assignments";
const PACKAGES = "presage-packages";

/** As many assignments of a class as a bucket keeps of a key. */
const HISTORY = 64;

const CONNECT_MS = 5_000;

const MANIFEST = "manifest.json";

/**
 * A registry in NATS: assignments in a key-value bucket of JetStream, a key per class, with compare-and-set by the key's sequence
 * and its last 64 values as the history; packages in an object store, an object per file, the manifest last. `cache` is a
 * folder for packages that were fetched. Throws `REGISTRY_REFUSED`, and `REGISTRY_UNREACHABLE` if NATS cannot be reached or has no JetStream.
 */
export async function openNats(options: ConnectionOptions, cache: string): Promise<Registry> {
  let connection: NatsConnection;
  let assignments: KV;
  let packages: ObjectStore;
  try {
    connection = await connect({
      name: "presage-registry",
      maxReconnectAttempts: -1,
      timeout: CONNECT_MS,
      ...options,
    });
    assignments = await new Kvm(jetstream(connection)).create(ASSIGNMENTS, { history: HISTORY });
    packages = await new Objm(jetstream(connection)).create(PACKAGES);
  } catch (cause) {
    const where = `the model registry in NATS at ${String(options.servers)} cannot be opened`;
    throw refusal(cause, where) ?? new PresageError("REGISTRY_UNREACHABLE", where, cause);
  }

  return refusing({
    async push(files, { name, version, digest }) {
      const last = `${digest}/${MANIFEST}`;
      if ((await packages.info(last)) !== null) return;
      const manifest = files.get(MANIFEST);
      if (manifest === undefined) throw new RangeError(`a package has a ${MANIFEST}`);
      for (const [file, bytes] of files)
        if (file !== MANIFEST) await packages.putBlob({ name: `${digest}/${file}` }, bytes);
      await packages.putBlob({ name: last, metadata: { name, version } }, manifest);
    },

    async list() {
      const models: ModelReference[] = [];
      for (const { name, metadata } of await packages.list()) {
        const [digest = "", file] = name.split("/");
        if (file === MANIFEST)
          models.push({ name: metadata?.["name"] ?? "", version: metadata?.["version"] ?? "", digest });
      }
      return models.toSorted(byNameAndVersion);
    },

    async fetch(digest) {
      const names = (await packages.list())
        .map(({ name }) => name)
        .filter((name) => name.startsWith(`${digest}/`));
      if (!names.includes(`${digest}/${MANIFEST}`))
        throw new PresageError("REGISTRY_UNKNOWN", `the registry has no package ${digest}`);
      await mkdir(cache, { recursive: true });
      const made = await mkdtemp(join(cache, "fetch-"));
      for (const name of names) {
        const bytes = await packages.getBlob(name);
        if (bytes !== null) await writeFile(join(made, name.slice(digest.length + 1)), bytes);
      }
      const folder = join(cache, digest);
      await rm(folder, { recursive: true, force: true });
      await rename(made, folder);
      return folder;
    },

    async current(assetClass) {
      const entry = await assignments.get(keyOf(assetClass));
      return entry === null ? undefined : entry.json<Assignment>();
    },

    async history(assetClass) {
      const all: Assignment[] = [];
      for await (const entry of await assignments.history({ key: keyOf(assetClass) })) all.push(entry.json());
      return all;
    },

    async assign(assetClass, revision, next) {
      const key = keyOf(assetClass);
      const entry = await assignments.get(key);
      if ((entry?.json<Assignment>().revision ?? 0) !== revision) throw conflict(assetClass);
      const assignment: Assignment = { revision: revision + 1, ...next };
      try {
        const value = JSON.stringify(assignment);
        await (entry === null
          ? assignments.create(key, value)
          : assignments.update(key, value, entry.revision));
      } catch (error) {
        throw isWrongSequence(error) ? conflict(assetClass, error) : error;
      }
      return assignment;
    },

    close: () => connection.close(),
  });
}

/** Names of classes have characters that keys may not have. */
const keyOf = (assetClass: string): string => Buffer.from(assetClass).toString("base64url");

/** JetStream's code for an expected last sequence that is not the last. */
const WRONG_LAST_SEQUENCE = 10_071;

const isWrongSequence = (error: unknown): boolean =>
  (error as { code?: unknown }).code === WRONG_LAST_SEQUENCE;
