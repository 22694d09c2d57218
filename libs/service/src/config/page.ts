import { EXAMPLE } from "./example.ts";
import { configReference, referenceTables } from "./reference.ts";

/** docs/configuration.md */
export const configurationPage = (): string => `# Configuration

Presage runs without any configuration. What should be different goes into one file, \`presage.yaml\`, in the folder it is
started in, or wherever \`--config\` or \`PRESAGE_CONFIG\` says. All services read the same file.

\`\`\`yaml
${EXAMPLE}\`\`\`

- **Mistakes** are all reported at once, each with file, line and column, and nothing starts until they are mended. A key
  that is not a setting is a mistake.
- **Environment variables** override the file. Those of a setting are in the tables below; a list is written with commas,
  an empty variable counts as not set, and a \`PRESAGE_\` variable that is not a setting is a mistake. Items of \`sources\`,
  \`assets\`, \`mqtt.embedded.users\` and \`console.notify\` are set in the file only.
- **Durations** are written as \`500ms\`, \`10s\`, \`5m\`, \`2h\` or \`7d\`, **sizes** as \`64KiB\` or \`4MiB\`, always with their unit.
- **Names** (site, area, line, asset, sensor, class) have letters, digits, blanks and \`. _ : -\`, at most 64 characters, and
  begin with a letter or digit.
- **Secrets** are best kept in files of their own (\`passwordFile\`, \`secretFile\`); a line break at the end of such a file
  does not count. Secrets are not logged, and a file with one that everybody on the machine can read is warned of. A URL must
  not contain user or password. [Security](security.md) has the rest.
- **Relative paths** start from the folder that Presage is started in.
- **YAML** is version 1.2 with anchors and merge keys (\`<<\`), which help when many assets have the same sensors. An empty
  section counts as left out.
- **The network.** Beyond loopback the console answers only who has logged in (\`console.login\`), with a local user
  (\`presage user add\`), a token or OpenID Connect; a service without a log-in serves \`/healthz\`, \`/readyz\` and \`/metrics\`
  only. For TLS give it a certificate (\`http.tls\`), or put a proxy before it and say in \`console.publicUrl\` where that is. The embedded
  MQTT broker listens beyond loopback only if devices have to give a password; [brokers](brokers/embedded.md) tells how to give each
  device its own, and TLS.
- **Bearings** have a geometry or a designation that Presage knows. Makers' internals differ under one designation: if you
  have the data sheet, give the geometry.

## Settings

${referenceTables(configReference())}
`;
