import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@presage/service";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const file = (name: string): string => fileURLToPath(new URL(`../../k8s/base/${name}`, import.meta.url));

const SERVICES = ["bridge", "features", "scorer", "grouper", "quality", "publisher", "console"];

interface Deployment {
  readonly kind: string;
  readonly spec: {
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly template: {
      readonly metadata: { readonly labels: Record<string, string> };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly automountServiceAccountToken: boolean;
        readonly securityContext: object;
        readonly containers: readonly {
          readonly securityContext: object;
          readonly args: string[];
          readonly ports: { containerPort: number }[];
          readonly volumeMounts: { mountPath: string }[];
        }[];
      };
    };
  };
}

describe("the image", () => {
  it("runs as a user who owns nothing in it", () => {
    const text = readFileSync(new URL("../../Dockerfile", import.meta.url), "utf8");
    const last = text.slice(text.lastIndexOf("FROM "));
    expect(last).toMatch(/^USER 1000:1000$/m);
    expect(last).toMatch(/^COPY .*--chown=root:root/m);
  });
});

describe("k8s/base", () => {
  it("has a configuration that is valid", () => {
    const config = loadConfig({ file: file("presage.yaml"), env: {} });
    expect(config.broker.kind).toBe("kafka");
    expect(config.mqtt.embedded.enabled).toBe(false);
  });

  it("gives scorers a place for the packages that they fetch", () => {
    const { spec } = parse(readFileSync(file("scorer.yaml"), "utf8")) as Deployment;
    const places = spec.template.spec.containers[0]?.volumeMounts.map(({ mountPath }) => mountPath);
    expect(places).toContain(loadConfig({ file: file("presage.yaml"), env: {} }).dataDir);
  });

  it.each(SERVICES)("gives the service %s no rights on its node and none in the cluster", (name) => {
    const { spec } = parse(readFileSync(file(`${name}.yaml`), "utf8")) as Deployment;
    const { spec: pod } = spec.template;
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(pod.containers.map(({ securityContext }) => securityContext)).toEqual([
      {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
    ]);
  });

  it.each(SERVICES)("runs the service %s with that configuration and time to close", (name) => {
    const { kind, spec } = parse(readFileSync(file(`${name}.yaml`), "utf8")) as Deployment;
    const { spec: pod, metadata } = spec.template;
    expect(kind).toBe("Deployment");
    expect(metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(pod.containers[0]?.args).toEqual(["run", name, "--config", "/etc/presage/presage.yaml"]);
    expect(pod.containers[0]?.ports[0]?.containerPort).toBe(
      loadConfig({ file: file("presage.yaml"), env: {} }).http.port,
    );
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(10);
  });
});
