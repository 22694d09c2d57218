import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@presage/service";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const file = (name: string): string => fileURLToPath(new URL(`../../k8s/base/${name}`, import.meta.url));

interface Deployment {
  readonly kind: string;
  readonly spec: {
    readonly selector: { readonly matchLabels: Record<string, string> };
    readonly template: {
      readonly metadata: { readonly labels: Record<string, string> };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly {
          readonly args: string[];
          readonly ports: { containerPort: number }[];
          readonly volumeMounts: { mountPath: string }[];
        }[];
      };
    };
  };
}

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

  it.each(["bridge", "features", "scorer", "grouper", "quality", "publisher", "console"])(
    "runs the service %s with that configuration and time to close",
    (name) => {
      const { kind, spec } = parse(readFileSync(file(`${name}.yaml`), "utf8")) as Deployment;
      const { spec: pod, metadata } = spec.template;
      expect(kind).toBe("Deployment");
      expect(metadata.labels).toMatchObject(spec.selector.matchLabels);
      expect(pod.containers[0]?.args).toEqual(["run", name, "--config", "/etc/presage/presage.yaml"]);
      expect(pod.containers[0]?.ports[0]?.containerPort).toBe(
        loadConfig({ file: file("presage.yaml"), env: {} }).http.port,
      );
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(10);
    },
  );
});
