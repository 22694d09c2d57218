// The log in a thread of its own: nobody else waits while it writes to the disk.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { PresageError } from "@presage/contracts";
import { LogFile } from "./log-file.ts";
import type { Calls, LogSettings, News, Reply, Request, Span } from "./protocol.ts";

/** One who asks. */
interface Client {
  readonly port: MessagePort;
  replies: Reply[];
  appended: Span[];
}

const clients = new Set<Client>();

/** What is to be told goes out once all is known that came of one transaction. */
function tell(client: Client, what: { readonly reply?: Reply; readonly appended?: readonly Span[] }): void {
  if (client.replies.length + client.appended.length === 0) process.nextTick(() => send(client));
  if (what.reply !== undefined) client.replies.push(what.reply);
  if (what.appended !== undefined) client.appended.push(...what.appended);
}

function send(client: Client): void {
  const { port, replies, appended } = client;
  client.replies = [];
  client.appended = [];
  port.postMessage({ replies, appended } satisfies News, replies.flatMap(buffersOf));
}

/** What a reply hands over. */
function buffersOf(reply: Reply): ArrayBuffer[] {
  if (!("answer" in reply) || reply.answer === null) return [];
  if ("states" in reply.answer) return [reply.answer.states.bytes.buffer];
  return reply.answer.flatMap((each) =>
    "value" in each && each.value.buffer instanceof ArrayBuffer ? [each.value.buffer] : [],
  );
}

async function answer(
  log: LogFile,
  client: Client,
  { call, ask }: Request,
): Promise<Calls[keyof Calls]["answer"]> {
  switch (call) {
    case "append":
    case "commit": {
      const spans = await (call === "append" ? log.append(ask) : log.commit(ask));
      for (const other of clients) if (other !== client) tell(other, { appended: spans });
      return spans;
    }
    case "claim":
      return log.claim(ask);
    case "read":
      return log.read(ask);
    case "lag":
      return log.lag(ask);
    case "close":
      log.close();
  }
  return null;
}

function serve(log: LogFile, port: MessagePort): void {
  const client: Client = { port, replies: [], appended: [] };
  clients.add(client);
  port.on("message", (asked: readonly Request[] | MessagePort) => {
    if (!Array.isArray(asked)) return serve(log, asked as MessagePort);
    for (const request of asked as readonly Request[])
      answer(log, client, request).then(
        (result) => tell(client, { reply: { id: request.id, answer: result } }),
        (error: unknown) => tell(client, { reply: refusal(request.id, error) }),
      );
  });
  port.on("close", () => clients.delete(client));
}

/** Throws what is no error of the log: that is a bug, and ends the thread. */
function refusal(id: number, error: unknown): Reply {
  if (!(error instanceof PresageError)) throw error;
  return { id, code: error.code, message: error.message, cause: portable(error.cause) };
}

/** Errors of SQLite are none to the structured clone, which would leave their message out. */
const portable = (cause: unknown): unknown => (cause instanceof Error ? new Error(cause.message) : cause);

/** Opens the log, and says whether that went well: the answer to a request that nobody made. */
function open(port: MessagePort): void {
  const say = (reply: Reply): void => port.postMessage({ replies: [reply], appended: [] } satisfies News);
  try {
    const log = new LogFile(workerData as LogSettings);
    say({ id: 0, answer: null });
    serve(log, port);
  } catch (error) {
    say(refusal(0, error));
  }
}

if (parentPort !== null) open(parentPort);
