/**
 * An MES that listens to Presage, with MQTT.js and nothing else: node dist/consumer.js [URL] [FILE] [CLIENT-ID]
 *
 * It writes every revision of a failure to FILE once, whatever restarts, and prints a line of JSON for each and for each
 * change of what is open. A line of JSON on its standard input is feedback: {"asset": "site1/press/line2/motor7",
 * "action": "acknowledge", "by": "jo"}.
 */
import { existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import mqtt from "mqtt";

const [url = "mqtt://127.0.0.1:1883", file = "revisions.ndjson", clientId = "mes-example"] =
  process.argv.slice(2);

const STATUS = "mes/pdm-status";
/** Current state and revisions of each asset's failure and of each line's group. */
const FILTERS = [
  "mes/+/+/+/+/predicted-failure",
  "mes/+/+/+/+/predicted-failure/event",
  "mes/+/+/+/predicted-failure-group",
  "mes/+/+/+/predicted-failure-group/event",
  STATUS,
];

/** Of a CloudEvent and its data, what this MES makes use of. Whatever else is in it is to be ignored. */
interface Revision {
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly data: {
    readonly id: string;
    readonly revision: number;
    readonly state: "opened" | "updated" | "closed";
    readonly severity: string;
    readonly action: string;
  };
}

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** Source and id name an event: what was seen before is a repeat. */
const nameOf = ({ source, id }: Pick<Revision, "source" | "id">): string => `${source} ${id}`;

/** What was seen is what is in the file, so that seeing and remembering are one. A line that was cut short counts for nothing. */
function readSeen(): Set<string> {
  if (!existsSync(file)) return new Set();
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  truncateSync(file, Buffer.byteLength(whole));
  const lines = whole.split("\n").filter((line) => line !== "");
  return new Set(lines.map((line) => nameOf(JSON.parse(line) as Revision)));
}

const seen = readSeen();
const record = openSync(file, "a");

/** The open failures and groups, by topic: what the broker keeps of them is the truth. */
const open = new Map<string, Revision>();

function take(revision: Revision): void {
  if (seen.has(nameOf(revision))) return;
  const { source, id, subject, data } = revision;
  const { state, severity, action } = data;
  const line = { source, id, subject, revision: data.revision, state, severity, action };
  writeSync(record, `${JSON.stringify(line)}\n`);
  fsyncSync(record);
  seen.add(nameOf(revision));
  print({ revision: line });
}

function keep(topic: string, revision: Revision | undefined): void {
  const before = open.get(topic);
  if (revision === undefined) open.delete(topic);
  else if (before?.data.id === revision.data.id && before.data.revision >= revision.data.revision) return;
  else open.set(topic, revision);
  printOpen();
}

const printOpen = (): void =>
  print({ open: [...open.values()].map(({ subject, data }) => ({ subject, revision: data.revision })) });

// The same client id and no clean session: the broker keeps what comes while this MES is away.
const client = mqtt.connect(url, { clientId, clean: false, reconnectPeriod: 500, resubscribe: false });

client.on("connect", ({ sessionPresent }) => {
  // A broker that lost the session has not kept what was closed meanwhile: only what it keeps now is open.
  if (!sessionPresent) open.clear();
  client.subscribe(FILTERS, { qos: 1 }, (error) => {
    if (error) print({ error: error.message });
    else print({ connected: { sessionPresent } });
  });
});
client.on("error", (error) => print({ error: error.message }));

// MQTT.js acknowledges a message when this returns: by then it is in the file.
client.on("message", (topic, payload) => {
  if (topic === STATUS) return print({ status: JSON.parse(payload.toString()) as unknown });
  const revision = payload.length === 0 ? undefined : (JSON.parse(payload.toString()) as Revision);
  if (!topic.endsWith("/event")) keep(topic, revision);
  // The current state is the last revision itself: who comes late, or has no session any more, takes it from there.
  if (revision !== undefined) take(revision);
});

createInterface({ input: process.stdin }).on("line", (line) => {
  const { asset, ...said } = JSON.parse(line) as { asset: string };
  client.publish(`mes/${asset}/feedback`, JSON.stringify(said), { qos: 1 }, (error) =>
    print(error ? { error: error.message } : { said: { asset, ...said } }),
  );
});
