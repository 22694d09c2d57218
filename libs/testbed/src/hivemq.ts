import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MAIN } from "./hivemq-main.ts";
import { HIVEMQ, jars } from "./jars.ts";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";

/** HiveMQ needs to look into the JDK. */
const OPENED = [
  "--add-opens=java.base/java.lang=ALL-UNNAMED",
  "--add-opens=java.base/java.nio=ALL-UNNAMED",
  "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
  "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
  "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
];

export interface HiveMqOptions {
  /** Text of config.xml for a port and the folder that `files` are in. */
  readonly config?: (port: number, directory: string) => string;
  /** By name; `credentials.xml` says who may do what, see hivemq-main.ts. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly env?: Readonly<Record<string, string>>;
}

const plain = (port: number): string => `<?xml version="1.0"?>
<hivemq>
  <listeners><tcp-listener><port>${port}</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
  <persistence><mode>file</mode></persistence>
  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
</hivemq>
`;

/** HiveMQ CE. Keeps sessions and messages over a restart. */
export async function startHiveMq({ config = plain, files, env }: HiveMqOptions = {}): Promise<Server> {
  const port = await freePort();
  return startServer({
    name: "hivemq",
    port,
    ...(env !== undefined && { env }),
    async command(directory) {
      for (const name of ["conf", "data", "extensions"])
        await mkdir(join(directory, name), { recursive: true });
      for (const [name, content] of Object.entries(files ?? {}))
        await writeFile(join(directory, name), content);
      await writeFile(join(directory, "conf", "config.xml"), config(port, directory));
      await writeFile(join(directory, "Main.java"), MAIN);
      const memory = [
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.net.preferIPv4Stack=true",
      ];
      return [
        "java",
        ...memory,
        ...OPENED,
        "-cp",
        join(jars(HIVEMQ), "*"),
        join(directory, "Main.java"),
        directory,
      ];
    },
    ready: (log) => log.includes("HiveMQ is ready"),
  });
}
