import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PresageError } from "@presage/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXAMPLE } from "./example.ts";
import { loadConfig, readConfig } from "./load.ts";
import type { Config } from "./schema.ts";

const NO_SECRETS = (file: string): string => {
  throw new Error(`${file} cannot be read`);
};

const read = (text: string, env: Record<string, string> = {}): Config =>
  readConfig(text, "presage.yaml", env, NO_SECRETS);

/** The lines of mistakes that a configuration is refused with. */
function mistakes(text: string, env: Record<string, string> = {}): readonly string[] {
  try {
    read(text, env);
  } catch (error) {
    if (!(error instanceof PresageError) || error.code !== "CONFIG_INVALID") throw error;
    return error.message.split("\n").slice(1);
  }
  return [];
}

describe("a configuration", () => {
  it("has a value for everything when nothing is written", () => {
    const config = read("");
    expect(config).toMatchObject({
      dataDir: "./.presage",
      broker: { kind: "embedded", partitions: 8, kafka: { brokers: ["127.0.0.1:9092"], prefix: "presage." } },
      mqtt: { embedded: { enabled: true, host: "127.0.0.1", port: 1883 }, clientId: "presage" },
      mes: {
        profile: "plain",
        publishRisk: true,
      },
      time: { maxClockSkew: 60_000, maxClockError: 31_536_000_000, heartbeat: 1_000 },
      windows: { size: 10_000, grace: 2_000, trend: 600_000 },
      model: { backend: "wasm" },
      decision: {},
      http: { host: "127.0.0.1", port: 8080 },
      log: { level: "info", format: "auto" },
      assets: [],
    });
    expect(config.sources).toMatchObject([
      {
        template: "plant/{site}/{area}/{line}/{asset}/{sensor}",
        qos: 1,
        decoder: "json",
        maxBytes: 4_194_304,
        maxSamples: 262_144,
      },
      {
        template: "replay/{site}/{area}/{line}/{asset}/{sensor}",
        qos: 1,
        decoder: "json",
        maxBytes: 4_194_304,
        maxSamples: 262_144,
        maxClockSkew: 31_536_000_000,
      },
    ]);
    expect(config.broker.kafka).not.toHaveProperty("sasl");
  });

  it("treats empty sections and comments as left out", () => {
    expect(read("mqtt:\n  # url: mqtt://h:1\nsources:\nassets:\n")).toEqual(read(""));
  });

  it("completes assets from the defaults, the limits and the bearing's designation", () => {
    const { assets } = read(`
defaults: { class: pump, foundation: flexible }
limits: { temperature: 90 }
assets:
  - { path: s/a/l/one, bearing: { designation: 6205 } }
  - path: s/a/l/two
    class: motor
    machineGroup: 1
    limits: { temperature: 70 }
    sensors: { vib-x: { range: [-5, 5], every: 500ms } }
`);
    expect(assets).toEqual([
      {
        path: "s/a/l/one",
        class: "pump",
        machineGroup: 2,
        foundation: "flexible",
        bearing: {
          designation: "6205",
          balls: 9,
          ballDiameter: 7.94,
          pitchDiameter: 39.04,
          contactAngle: 0,
        },
        sensors: {},
        limits: { temperature: 90, deviation: 6 },
      },
      {
        path: "s/a/l/two",
        class: "motor",
        machineGroup: 1,
        foundation: "flexible",
        sensors: { "vib-x": { range: [-5, 5], every: 500 } },
        limits: { temperature: 70, deviation: 6 },
      },
    ]);
  });

  it("understands anchors and merge keys", () => {
    const { assets } = read(`
assets:
  - &motor { path: s/a/l/one, shaftSpeed: 1500, class: motor }
  - { <<: *motor, path: s/a/l/two }
`);
    expect(assets[1]).toMatchObject({ path: "s/a/l/two", shaftSpeed: 1500, class: "motor" });
  });

  it("takes the id of a sensor that gives the shaft's speed", () => {
    const { assets } = read(`
assets:
  - { path: s/a/l/one, shaftSpeed: 1500, speedSensor: tacho, sensors: { tacho: { quantity: scalar } } }
`);
    expect(assets[0]).toMatchObject({ shaftSpeed: 1500, speedSensor: "tacho" });
  });

  it("does not start the embedded MQTT broker when a URL is set", () => {
    expect(read("mqtt: { url: 'mqtts://broker:8883' }").mqtt.embedded.enabled).toBe(false);
  });

  it("loads 2,000 assets in less than two seconds", () => {
    const asset = "shaftSpeed: 1500, bearing: { designation: 6205 }";
    const lines = Array.from({ length: 2_000 }, (_, i) => `  - { path: s/a/l/m${i}, ${asset} }\n`);
    const text = `assets:\n${lines.join("")}`;
    const begin = performance.now();
    expect(read(text).assets).toHaveLength(2_000);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

describe("mistakes", () => {
  it("are all reported at once, in the order of the file, with line and column", () => {
    const text = `mqtt:
  embedded: { port: 70000 }
  urll: mqtt://x:1
windows: { size: 10 }
decision: { k: 4, n: 3 }
assets:
  - path: s/a/l/one
    shaftSpeed: fast
  - path: s/a/l/one
  - machineGroup: 3
`;
    expect(mistakes(text, { PRESAGE_MQTT_PROT: "1", PRESAGE_HTTP_PORT: "none" })).toEqual([
      "presage.yaml:2:21  mqtt.embedded.port  must be a whole number from 0 to 65535 (got 70000)",
      "presage.yaml:3:3  mqtt.urll  is not a setting; did you mean url?",
      "presage.yaml:4:18  windows.size  must be a duration such as 500ms, 10s or 5m, longer than 0s (got 10)",
      "presage.yaml:5:16  decision.k  must not be greater than decision.n",
      'presage.yaml:8:17  assets[0].shaftSpeed  must be a number > 0 (got "fast")',
      "presage.yaml:9:11  assets[1].path  is also the path of assets[0] (presage.yaml:7:11)",
      "presage.yaml:10:5  assets[2].path  is missing",
      "presage.yaml:10:19  assets[2].machineGroup  must be one of 1, 2 (got 3)",
      "environment  PRESAGE_MQTT_PROT  is not a setting; did you mean PRESAGE_MQTT_PORT?",
      'environment  PRESAGE_HTTP_PORT  must be a whole number from 0 to 65535 (got "none")',
    ]);
  });

  it("include broken YAML, with its place", () => {
    expect(mistakes("mqtt:\n  url: [a\nhttp: {}\n")[0]).toMatch(/^presage\.yaml:3:1 {2}YAML: /);
    expect(mistakes("mqtt: *nowhere\n")[0]).toMatch(/^presage\.yaml:1:\d+ {2}.*nowhere/);
  });

  it("include a key that is set twice, beside all others", () => {
    expect(mistakes("http:\n  port: 1\n  port: 2\n  hots: x\n")).toEqual([
      "presage.yaml:3:3  port  is set twice",
      "presage.yaml:4:3  http.hots  is not a setting; did you mean host?",
    ]);
  });

  it("are found in a file that is no map at all", () => {
    expect(mistakes("- a\n- b\n")).toEqual(["presage.yaml:1:1  must be a section of settings (got [a, b])"]);
    expect(mistakes("mqtt: on\nassets: none\nsources: []\n")).toEqual([
      'presage.yaml:1:7  mqtt  must be a section of settings (got "on")',
      'presage.yaml:2:9  assets  must be a list of sections (got "none")',
      "presage.yaml:3:10  sources  must be a list of sections, not empty (got [])",
    ]);
  });

  it.each([
    ["mqtt: { url: 'mqtt://u:hunter2@h:1' }", /mqtt\.url {2}must be a URL .*\*\*\*@h:1/],
    ["mqtt: { password: 123456 }", /mqtt\.password {2}must be a text \(put it in quotes\)/],
    ["mqtt: { password: a, passwordFile: b }", /mqtt\.passwordFile {2}cannot be given beside password/],
    ["mqtt: { embedded: { enabled: false } }", /mqtt\.url {2}must be given/],
    ["mqtt: { embedded: { host: 0.0.0.0 } }", /mqtt\.embedded\.host {2}must be a loopback address/],
    ["mes: { passwordFile: nowhere }", /mes\.passwordFile {2}nowhere cannot be read/],
    ["mes: { template: 'mes/{sit}/{asset}' }", /mes\.template {2}must be a topic/],
    ["sources: [{ template: 'plant/#' }]", /sources\[0\]\.template {2}must be a topic with \{asset\}/],
    ["sources: [{ maxBytes: 1024 }]", /sources\[0\]\.maxBytes {2}must be a size .*got 1024/],
    ["sources: [~]", /sources\[0\] {2}must be a section of settings \(got nothing\)/],
    ["time: { maxClockSkew: 400d }", /time\.maxClockSkew {2}must not be longer/],
    ["windows: { size: 0s }", /windows\.size {2}must be a duration/],
    ["assets: [{ path: s/a/l }]", /assets\[0\]\.path {2}must be site\/area\/line\/asset/],
    ["assets: [{ path: s/a/l/# }]", /assets\[0\]\.path {2}must be site\/area\/line\/asset/],
    ["assets: [{ path: s/a/l/a, sensors: { 'v/x': {} } }]", /sensors\.v\/x {2}must be a name/],
    ["assets: [{ path: s/a/l/a, sensors: { v: { range: [2, 1] } } }]", /sensors\.v\.range {2}must be \[min/],
    [
      "assets: [{ path: s/a/l/a, bearing: { designation: x } }]",
      /bearing\.balls {2}is missing \(or give one/,
    ],
    [
      "assets: [{ path: s/a/l/a, bearing: { balls: 8, ballDiameter: 9, pitchDiameter: 8 } }]",
      /ballDiameter {2}must be less than pitchDiameter/,
    ],
  ])("%s is one", (text, line) => {
    expect(mistakes(text)).toContainEqual(expect.stringMatching(line));
    expect(mistakes(text).join()).not.toMatch(/hunter2|123456/);
  });
});

describe("the environment", () => {
  it("overrides the file, with numbers, durations, lists and both names of a port", () => {
    const config = read("http: { port: 1 }\nmqtt: { embedded: { port: 2 } }", {
      PRESAGE_HTTP_PORT: "9000",
      PRESAGE_MQTT_PORT: "1884",
      PRESAGE_DATA_DIR: "/data",
      PRESAGE_WINDOWS_SIZE: "5s",
      PRESAGE_MES_PUBLISH_RISK: "false",
      PRESAGE_BROKER_KAFKA_BROKERS: "a:1, b:2",
      PRESAGE_BROKER_KAFKA_SASL_USERNAME: "u",
      PRESAGE_DEFAULTS_MACHINE_GROUP: "1",
      PRESAGE_MQTT_URL: "",
      PRESAGE_SHARED: "/anything",
      PATH: "/bin",
    });
    expect(config.http.port).toBe(9000);
    expect(config.mqtt.embedded.port).toBe(1884);
    expect(config.mqtt.embedded.enabled).toBe(true);
    expect(config.dataDir).toBe("/data");
    expect(config.windows.size).toBe(5_000);
    expect(config.mes.publishRisk).toBe(false);
    expect(config.broker.kafka.brokers).toEqual(["a:1", "b:2"]);
    expect(config.broker.kafka.sasl).toEqual({ mechanism: "plain", username: "u" });
    expect(config.defaults.machineGroup).toBe(1);
    expect(read("", { PRESAGE_MQTT_EMBEDDED_PORT: "1885" }).mqtt.embedded.port).toBe(1885);
  });

  it("must not say one thing twice, nor what is no number or flag", () => {
    const env = { PRESAGE_MQTT_PORT: "1", PRESAGE_MQTT_EMBEDDED_PORT: "2" };
    expect(mistakes("", env)).toEqual([
      expect.stringMatching(/sets the same as PRESAGE_MQTT_PORT; drop one/),
    ]);
    expect(mistakes("", { PRESAGE_MES_PUBLISH_RISK: "yes", PRESAGE_HTTP_PORT: " " })).toHaveLength(2);
  });
});

describe("loading from disk", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "presage-config-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("reads the named file or PRESAGE_CONFIG, and secrets from files of their own", () => {
    const file = join(folder, "my.yaml");
    writeFileSync(join(folder, "secret"), "s3cret \n");
    writeFileSync(file, `mqtt: { username: u, passwordFile: ${join(folder, "secret")} }\n`);
    expect(loadConfig({ file, env: {} }).mqtt.password).toBe("s3cret ");
    expect(loadConfig({ env: { PRESAGE_CONFIG: file } }).mqtt.username).toBe("u");
  });

  it("loads the example of the documentation", () => {
    const file = join(folder, "example.yaml");
    writeFileSync(join(folder, "mqtt"), "x");
    writeFileSync(file, EXAMPLE.replace("/run/secrets/mqtt", join(folder, "mqtt")));
    expect(loadConfig({ file, env: {} }).assets).toHaveLength(2);
  });

  it("says so if a named file is missing", () => {
    const file = join(folder, "none.yaml");
    expect(() => loadConfig({ file, env: {} })).toThrow(expect.objectContaining({ code: "FILE_UNREADABLE" }));
  });
});
