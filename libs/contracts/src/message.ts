/** One fact about one asset. Immutable. */
export interface Message<V> {
  /** The asset's id. */
  readonly key: string;
  /** Event time, epoch milliseconds. */
  readonly time: number;
  readonly value: V;
}

/** The schema, type, example and topic name of one kind of message. */
export interface Contract<V> {
  readonly topic: string;
  /** What the messages say, in one sentence. */
  readonly title: string;
  /** JSON Schema of the value (of the CloudEvent's `data`, where the topic carries CloudEvents). */
  readonly schema: object;
  readonly example: Message<V>;
  encode(message: Message<V>): Uint8Array;
  /** Throws PresageError `MESSAGE_MALFORMED` on bytes that are not of this contract. */
  decode(key: string, time: number, bytes: Uint8Array): Message<V>;
}
