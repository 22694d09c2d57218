import { idOf, type Package } from "./packages.ts";

const ALGORITHMS: Readonly<Record<string, string>> = { sha1: "SHA-1", sha256: "SHA-256", sha512: "SHA-512" };

/** `sha512-…` with base64 as CycloneDX has it, in hexadecimal. */
const hashes = (integrity: string) =>
  integrity.split(" ").flatMap((each) => {
    const [name = "", digest = ""] = each.split(/-(.*)/s);
    const alg = ALGORITHMS[name];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, "base64").toString("hex") }];
  });

/** Source: package-url specification, type npm; the at sign of a scope is encoded. */
const purlOf = ({ name, version }: Package): string => `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;

const licenceOf = (licence: string) =>
  / (AND|OR) /.test(licence) ? { expression: licence } : { license: { id: licence } };

/**
 * A bill of materials, CycloneDX 1.5 as JSON. The same packages make the same text.
 * Source: https://cyclonedx.org/docs/1.5/json/
 */
export function billOfMaterials(version: string, packages: readonly Package[]): string {
  const root = `presage@${version}`;
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": root, name: "presage", version },
    },
    components: packages.map((each) => {
      const [scope, name] = each.name.startsWith("@") ? each.name.split("/") : [undefined, each.name];
      return {
        type: "library",
        "bom-ref": idOf(each),
        ...(scope !== undefined && { group: scope }),
        name,
        version: each.version,
        purl: purlOf(each),
        ...(each.licence !== undefined && { licenses: [licenceOf(each.licence)] }),
        ...(each.integrity !== undefined && { hashes: hashes(each.integrity) }),
      };
    }),
    dependencies: packages.map((each) => ({ ref: idOf(each), dependsOn: each.needs })),
  };
  return `${JSON.stringify(bill, undefined, 1)}\n`;
}
