import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cached } from "./cache.ts";

/** A server or library that comes as Maven artifacts. */
export interface Artifact {
  readonly name: "kafka" | "hivemq" | "tahu";
  readonly version: string;
  /** `group:artifact:version`. */
  readonly coordinates: readonly string[];
}

export const KAFKA: Artifact = {
  name: "kafka",
  version: "4.3.0",
  coordinates: ["org.apache.kafka:kafka_2.13:4.3.0", "org.apache.logging.log4j:log4j-slf4j-impl:2.25.5"],
};

export const HIVEMQ: Artifact = {
  name: "hivemq",
  version: "2025.5",
  coordinates: ["com.hivemq:hivemq-community-edition-embedded:2025.5"],
};

/** The reference implementation of Sparkplug B payloads. */
export const TAHU: Artifact = {
  name: "tahu",
  version: "1.0.7",
  coordinates: ["org.eclipse.tahu:tahu-core:1.0.7"],
};

/** The folder of an artifact's jars, whether it is filled or not. */
export const jars = ({ name, version }: Artifact): string => cached(`${name}-${version}`);

export const isInstalled = (artifact: Artifact): boolean => existsSync(join(jars(artifact), ".complete"));

/** Fetches an artifact and all it needs with Maven. Throws with Maven's output if that fails. */
export function install(artifact: Artifact): void {
  if (isInstalled(artifact)) return;
  const work = mkdtempSync(join(tmpdir(), "presage-maven-"));
  const target = jars(artifact);
  const dependencies = artifact.coordinates.map((coordinates) => {
    const [group, id, version] = coordinates.split(":");
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>`;
  });
  const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>presage</groupId><artifactId>testbed</artifactId><version>1</version>
<dependencies>${dependencies.join("")}</dependencies></project>`;
  try {
    mkdirSync(target, { recursive: true });
    writeFileSync(join(work, "pom.xml"), pom);
    const goal = [
      "-q",
      "-B",
      "dependency:copy-dependencies",
      "-DincludeScope=runtime",
      `-DoutputDirectory=${target}`,
    ];
    const { status, stdout, stderr, error } = spawnSync("mvn", goal, { cwd: work, encoding: "utf8" });
    if (status !== 0)
      throw new Error(`Maven could not fetch ${artifact.name}:\n${stdout}${stderr}`, { cause: error });
    writeFileSync(join(target, ".complete"), "");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
