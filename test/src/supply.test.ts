import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readAudit } from "./supply/audit.ts";
import { billOfMaterials } from "./supply/bill.ts";
import { isAllowed, licenceList } from "./supply/licences.ts";
import { productionPackages } from "./supply/packages.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const packages = productionPackages(ROOT);
const names = packages.map(({ name }) => name);

describe("the packages that Presage needs when it runs", () => {
  it("are those of the services and of the page, and none of development or our own", () => {
    expect(names).toEqual(
      expect.arrayContaining(["fastify", "@platformatic/kafka", "mqtt", "preact", "uplot"]),
    );
    expect(names.filter((name) => /^(vitest|typescript|vite|@presage\/.*)$/.test(name))).toEqual([]);
  });

  it("have licences that are allowed", () => {
    expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });
});

describe("the bill of materials", () => {
  const { components, dependencies, ...bill } = JSON.parse(billOfMaterials("1.2.3", packages)) as {
    components: { "bom-ref": string; purl: string; hashes: { alg: string; content: string }[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };

  it("is CycloneDX of all packages, with their address, licence and digest", () => {
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", metadata: { component: { version: "1.2.3" } } });
    expect(components).toHaveLength(packages.length);
    const kafka = components.find(({ purl }) => purl.startsWith("pkg:npm/%40platformatic/kafka@1."));
    expect(kafka).toMatchObject({
      group: "@platformatic",
      name: "kafka",
      licenses: [{ license: { id: "Apache-2.0" } }],
      hashes: [{ alg: "SHA-512", content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
    });
  });

  it("says what needs what, of packages that it lists", () => {
    const refs = new Set(components.map((each) => each["bom-ref"]));
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
    const pg = dependencies.find(({ ref }) => ref.startsWith("pg@"));
    expect(pg?.dependsOn).toContainEqual(expect.stringMatching(/^pg-types@/));
  });
});

describe("a licence", () => {
  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-only)", true],
    ["Apache-2.0 AND MIT", true],
    ["MIT AND GPL-3.0-only", false],
    ["AGPL-3.0-only", false],
    ["SEE LICENSE IN LICENSE.txt", false],
    [undefined, false],
  ])("%s is allowed: %s", (expression, expected) => {
    expect(isAllowed(expression)).toBe(expected);
  });

  it("is listed beside its package", () => {
    const list = licenceList([
      { name: "a", version: "1.0.0", licence: "MIT", integrity: undefined, needs: [] },
    ]);
    expect(list).toBe('name,version,licence\r\na,1.0.0,"MIT"\r\n');
  });
});

describe("an audit", () => {
  it("names what is vulnerable", () => {
    const report = { vulnerabilities: { left: { severity: "high" } } };
    expect(readAudit(JSON.stringify(report))).toEqual({ asked: true, vulnerable: ["left (high)"] });
    expect(readAudit('{"vulnerabilities":{}}')).toEqual({ asked: true, vulnerable: [] });
  });

  it("of a registry that does not answer is none, and not a good one", () => {
    expect(readAudit('{"message":"405 Method Not Allowed","error":{"summary":""}}')).toEqual({
      asked: false,
      why: "405 Method Not Allowed",
    });
    expect(readAudit("")).toMatchObject({ asked: false });
  });
});
