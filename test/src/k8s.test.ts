import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stateTopic, TOPICS } from "@presage/contracts";
import { topicConfig } from "@presage/kafka";
import { loadConfig } from "@presage/service";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = <T>(name: string): T => parse(readFileSync(path(name), "utf8")) as T;
const readAll = <T>(name: string): T[] =>
  parseAllDocuments(readFileSync(path(name), "utf8")).map((document) => document.toJS() as T);

const SERVICES = ["bridge", "features", "scorer", "grouper", "quality", "publisher", "console"];
const CONFIG = path("k8s/base/presage.yaml");

interface Pod {
  readonly spec: {
    readonly enableServiceLinks: boolean;
    readonly automountServiceAccountToken: boolean;
    readonly terminationGracePeriodSeconds: number;
    readonly securityContext: object;
    readonly containers: readonly {
      readonly name: string;
      readonly args: string[];
      readonly securityContext: object;
      readonly ports: { containerPort: number }[];
      readonly volumeMounts: { mountPath: string }[];
    }[];
  };
}
interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}
interface Workload extends Named {
  readonly spec: { readonly template: Pod };
}
interface Kustomization {
  readonly resources: string[];
  readonly configMapGenerator: { name: string; literals?: string[] }[];
}
interface Topic extends Named {
  readonly spec: { readonly config: Record<string, string | number> };
}
interface User extends Named {
  readonly spec: {
    readonly authorization: {
      readonly acls: {
        readonly resource: { type: string; name: string; patternType: string };
        readonly operations: string[];
      }[];
    };
  };
}

function environmentOf(overlay: string): Record<string, string> {
  const { configMapGenerator } = read<Kustomization>(`k8s/overlays/${overlay}/kustomization.yaml`);
  const base = read<Kustomization>("k8s/base/kustomization.yaml").configMapGenerator;
  const literals = [...base, ...configMapGenerator].flatMap(({ name, literals: all }) =>
    name === "presage-environment" ? (all ?? []) : [],
  );
  return Object.fromEntries(
    literals.map((literal) => literal.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}

describe("the image", () => {
  it("runs as a user who owns nothing in it", () => {
    const text = readFileSync(path("Dockerfile"), "utf8");
    const last = text.slice(text.lastIndexOf("FROM "));
    expect(last).toMatch(/^USER 1000:1000$/m);
    expect(last).toMatch(/^COPY .*--chown=root:root/m);
  });
});

describe("what pods have in common", () => {
  const { spec: pod } = read<Workload>("k8s/base/services/pod.yaml").spec.template;

  it("has no rights on its node and none in the cluster", () => {
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(pod.containers.map(({ securityContext }) => securityContext)).toEqual([
      { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    ]);
  });

  it("keeps a Service's variables away, which would be refused as settings that there are not", () => {
    const env = { PRESAGE_CONSOLE_SERVICE_HOST: "10.0.0.1" };
    expect(() => loadConfig({ file: CONFIG, env })).toThrow(/PRESAGE_CONSOLE_SERVICE_HOST/);
    expect(pod.enableServiceLinks).toBe(false);
  });

  it("has the port and the folder of the configuration, and time to close", () => {
    const config = loadConfig({ file: CONFIG, env: {} });
    const [container] = pod.containers;
    expect(container?.ports[0]?.containerPort).toBe(config.http.port);
    expect(container?.volumeMounts.map(({ mountPath }) => mountPath)).toContain(config.dataDir);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(10);
  });

  it.each(SERVICES)("is given to the service %s, whose container has the name that the patch has", (name) => {
    const { kind, spec } = read<Workload>(`k8s/base/services/${name}.yaml`);
    expect(kind).toBe(name === "bridge" ? "StatefulSet" : "Deployment");
    expect(spec.template.spec.containers.map(({ name: called, args }) => ({ called, args }))).toEqual([
      { called: "presage", args: ["run", name, "--config", "/etc/presage/presage.yaml"] },
    ]);
    expect(read<Kustomization>("k8s/base/services/kustomization.yaml").resources).toContain(`${name}.yaml`);
  });
});

describe("the overlays", () => {
  it.each(["local", "production"])("%s has a configuration that is valid", (overlay) => {
    // The file is mounted in the pod only.
    const { PRESAGE_BROKER_KAFKA_SASL_PASSWORD_FILE: _, ...env } = environmentOf(overlay);
    const sasl = overlay === "production" && { PRESAGE_BROKER_KAFKA_SASL_USERNAME: "presage-bridge" };
    const config = loadConfig({ file: CONFIG, env: { ...env, ...sasl } });
    expect(config.broker.kind).toBe("kafka");
    expect(config.mqtt.embedded.enabled).toBe(false);
    expect(config.http.host).toBe("0.0.0.0");
    expect(config.sources.map(({ shared }) => shared)).toEqual(["presage"]);
    expect(config.mes.shared).toBe("presage");
  });
});

describe("k8s/base/kafka", () => {
  it("has the topics of the contracts, with the settings that `presage topics` gives them", () => {
    const patches = read<{ patches: { target: { name?: string }; patch: string }[] }>(
      "k8s/base/kafka/kustomization.yaml",
    ).patches.map(({ target, patch }) => ({
      name: new RegExp(`^${target.name ?? ".*"}$`),
      adds: parse(patch) as { path: string; value: string | number }[],
    }));
    const found = readAll<Topic>("k8s/base/kafka/topics.yaml").map(({ metadata: { name }, spec }) => {
      const added = patches
        .filter((patch) => patch.name.test(name))
        .flatMap(({ adds }) => adds.map(({ path: at, value }) => [at.replace("/spec/config/", ""), value]));
      return [name, { ...spec.config, ...Object.fromEntries(added) }];
    });
    const expected = [
      ...TOPICS.map(({ contract }) => contract.topic),
      ...["features", "scorer", "grouper", "quality", "publisher"].map(stateTopic),
    ].map((name) => {
      const settings = Object.entries(topicConfig(name)).map(([key, value]) => [key, Number(value) || value]);
      const fixed = { "/spec/partitions": 8, "/spec/replicas": 3, "min.insync.replicas": 2 };
      return [`presage.${name}`, { ...Object.fromEntries(settings), ...fixed }];
    });
    expect(found).toEqual(expected);
  });

  it("gives users the rights of docs/security/kafka-acls.sh", () => {
    const script = execFileSync(path("docs/security/kafka-acls.sh"), {
      env: { ...process.env, KAFKA_ACLS: "echo" },
      encoding: "utf8",
    });
    const expected = [...script.matchAll(/User:(\S+) --operation (\S+) --(\S+) (\S+)(.*prefixed)?/g)].map(
      ([, user, operation, type, name, prefixed]) =>
        [
          user,
          operation,
          type?.replace("transactional-id", "transactionalId"),
          name,
          prefixed ? "prefix" : "literal",
        ].join(" "),
    );
    const found = readAll<User>("k8s/base/kafka/users.yaml").flatMap(({ metadata, spec }) =>
      spec.authorization.acls.flatMap(({ resource: { type, name, patternType }, operations }) =>
        operations.map((operation) => [metadata.name, operation, type, name, patternType].join(" ")),
      ),
    );
    expect(expected.length).toBeGreaterThan(40);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

describe("k8s/base/scaling", () => {
  it("runs no more instances than there are partitions", () => {
    const { partitions } = loadConfig({ file: CONFIG, env: {} }).broker;
    const text = readFileSync(path("k8s/base/scaling/kustomization.yaml"), "utf8");
    expect(text).toContain(`maxReplicaCount: ${partitions}\n`);
    expect(readFileSync(path("k8s/base/kafka/kustomization.yaml"), "utf8")).toContain(
      `path: /spec/partitions, value: ${partitions} }`,
    );
  });
});
