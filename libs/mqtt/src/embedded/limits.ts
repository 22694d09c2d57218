/** What one client may do, and all of them together. */
export interface BrokerLimits {
  /** A client that sends a longer packet is disconnected. */
  readonly packetBytes: number;
  /** Of each client, a second; who sends faster is read more slowly. */
  readonly messageRate: number;
  readonly byteRate: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Messages that wait for one session. */
  readonly queuedMessages: number;
  /** What waits for all sessions; one may have a quarter of it. */
  readonly queuedBytes: number;
  readonly retainedMessages: number;
  readonly retainedBytes: number;
  readonly subscriptionsPerClient: number;
  /** From the connection to CONNECT, milliseconds. */
  readonly connectMs: number;
}

const MIB = 2 ** 20;

export const DEFAULT_LIMITS: BrokerLimits = {
  packetBytes: 16 * MIB,
  messageRate: 10_000,
  byteRate: 64 * MIB,
  connections: 10_000,
  connectionsPerAddress: 1_000,
  queuedMessages: 100_000,
  queuedBytes: 256 * MIB,
  retainedMessages: 100_000,
  retainedBytes: 256 * MIB,
  subscriptionsPerClient: 100,
  connectMs: 10_000,
};
