import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HIVEMQ, jars } from "./jars.ts";
import { freePort } from "./ports.ts";
import { type Server, startServer } from "./server.ts";

const MAIN = `import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Path;

public class Main {
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    EmbeddedHiveMQ server = EmbeddedHiveMQ.builder()
        .withConfigurationFolder(folder.resolve("conf"))
        .withDataFolder(folder.resolve("data"))
        .withExtensionsFolder(folder.resolve("extensions"))
        .build();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop().join()));
    server.start().join();
    System.out.println("HiveMQ is ready");
    Thread.currentThread().join();
  }
}
`;

/** HiveMQ needs to look into the JDK. */
const OPENED = [
  "--add-opens=java.base/java.lang=ALL-UNNAMED",
  "--add-opens=java.base/java.nio=ALL-UNNAMED",
  "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
  "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
  "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
];

/** HiveMQ CE. Keeps sessions and messages over a restart. */
export async function startHiveMq(): Promise<Server> {
  const port = await freePort();
  return startServer({
    name: "hivemq",
    port,
    async command(directory) {
      for (const name of ["conf", "data", "extensions"])
        await mkdir(join(directory, name), { recursive: true });
      const config = `<?xml version="1.0"?>
<hivemq>
  <listeners><tcp-listener><port>${port}</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
  <persistence><mode>file</mode></persistence>
  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
</hivemq>
`;
      await writeFile(join(directory, "conf", "config.xml"), config);
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
