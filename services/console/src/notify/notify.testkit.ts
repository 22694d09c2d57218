import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Breach, breaches, failures } from "@presage/contracts";
import type { ConsoleSettings, Logger } from "@presage/service";
import { onTestFinished } from "vitest";
import type { BreachOccasion, Destination, FailureOccasion } from "./occasion.ts";

/** The example of the contract as of now, as an occasion; with another id. */
export function occasion(id: string, change: Partial<FailureOccasion> = {}): FailureOccasion {
  const { key, value } = failures.example;
  return { kind: "opened", asset: key, failure: { ...value, id, updatedAt: Date.now() }, ...change };
}

/** The same of a breach of data quality. */
export function breachOccasion(change: Partial<Breach> = {}): BreachOccasion {
  const { key, value } = breaches.example;
  return { kind: "data-quality", asset: key, breach: { ...value, updatedAt: Date.now(), ...change } };
}

export const destination = (change: Partial<Destination>): Destination => ({
  severities: ["low", "medium", "high", "critical"],
  sites: [],
  on: ["opened", "escalated"],
  owners: [],
  ...change,
});

export const NO_MAIL: ConsoleSettings["smtp"] = {
  port: 25,
  security: "none",
  from: "presage@plant.example",
};

const ignore = (): void => undefined;
export const SILENT: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
}

/**
 * A server that takes webhooks.
 * @param answer the status for the n-th of them, from 0; undefined: none ever
 */
export async function receive(
  answer: (n: number) => number | undefined = () => 204,
  port = 0,
): Promise<Receiver> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const status = answer(received.length - 1);
      if (status !== undefined) response.writeHead(status, { location: "/elsewhere" }).end("ignored");
    });
  });
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}
