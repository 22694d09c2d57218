import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kubernetes } from "@presage/testbed";

interface Checked {
  readonly kubernetes: Kubernetes;
  /** Folder with the operators' CustomResourceDefinitions. */
  readonly crds: string;
  /** Folder of the manifests. */
  readonly now: string;
  /** Of those that are there before. */
  readonly earlier: string | undefined;
  readonly overlay: string;
  readonly say: (text: string) => void;
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly metadata: object;
      readonly spec: { readonly volumes?: readonly object[] };
    };
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

const NAMESPACE = "presage";

/**
 * Applies the manifests over those of before, asks whether the namespace would let in the pods, and takes all away again.
 * Rejects with what the API said of the first thing that it refused.
 */
export async function check({ kubernetes, crds, now, earlier, overlay, say }: Checked): Promise<void> {
  const { kubectl } = kubernetes;
  const apply = (...what: readonly string[]) =>
    kubectl("apply", "--server-side", "--validate=strict", ...what);
  const inNamespace = (...args: readonly string[]) => kubectl("-n", NAMESPACE, ...args);
  const folder = (manifests: string): string => join(manifests, "overlays", overlay);
  const told = (what: string, text: string): void => {
    const lines = text.trim().split("\n");
    say(`  ${what}: ${lines.length} objects`);
    for (const line of lines.filter((each) => /warning/i.test(each))) say(`    ${line}`);
  };

  told("definitions", await apply("-f", crds));
  await kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
  if (overlay === "production") {
    await kubectl("create", "namespace", "kafka");
    told("Kafka's example", await apply("-n", "kafka", "-f", join(now, "examples", "kafka.yaml")));
  }
  if (earlier !== undefined) told("earlier", await apply("-k", folder(earlier)));
  told(earlier === undefined ? "applied" : "upgraded", await apply("-k", folder(now)));
  await kubectl("diff", "--server-side", "-k", folder(now));
  say("  applied again: no change");

  const { items } = JSON.parse(await inNamespace("get", "deployments,statefulsets", "-o", "json")) as {
    items: Workload[];
  };
  // A controller would have made it.
  await inNamespace("create", "serviceaccount", "default");
  for (const { kind, metadata, spec } of items) await asPod(kubernetes, `${kind}-${metadata.name}`, spec);
  say(`  pods that the namespace lets in: ${items.length} of ${items.length}`);
  say(
    (
      await inNamespace("get", "deployments,statefulsets,services,networkpolicies,poddisruptionbudgets")
    ).trim(),
  );

  await kubectl("delete", "--wait=false", "-k", folder(now));
  const left = await inNamespace("get", "all", "-l", "app.kubernetes.io/part-of=presage", "-o", "name");
  if (left.includes("/")) throw new Error(`left after deletion:\n${left}`);
  say("  deleted: nothing is left");
}

/** No controller makes pods here, so each is tried by itself: what Pod Security refuses it refuses only then. */
async function asPod(
  { kubectl }: Kubernetes,
  workload: string,
  { template: { metadata, spec }, volumeClaimTemplates = [] }: Workload["spec"],
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "presage-pod-"));
  const file = join(directory, "pod.json");
  const claimed = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, name: workload.toLowerCase() },
    spec: { ...spec, volumes: [...(spec.volumes ?? []), ...claimed] },
  };
  writeFileSync(file, JSON.stringify(pod));
  try {
    await kubectl("-n", NAMESPACE, "create", "--dry-run=server", "--validate=strict", "-f", file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
