import {
  addPartitionsToTxnV3,
  type API,
  type Callback,
  type Connection,
  type Broker,
  kGetApi,
  kGetConnection,
  ProduceAcks,
  Producer,
  produceV10,
  produceV11,
  produceV9,
  Writer,
} from "@platformatic/kafka";
import { unknownBroker } from "./log-consumer.ts";
import { batchHead, nextSequence, type Records } from "./record-batch.ts";
import type { Settings } from "./options.ts";

/** All records of one partition in a request, as one message of the client: to it their bytes are nobody's business. */
export interface Parcel {
  readonly topic: string;
  readonly partition: number;
  readonly value: Records;
}

interface ProduceOptions {
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  readonly transactionalId?: string;
}

const PRODUCE = 0;
/** These have the same request; the answers differ. */
const PARSERS = new Map([
  [9, produceV9.parseResponse],
  [10, produceV10.parseResponse],
  [11, produceV11.parseResponse],
]);

/**
 * The client's producer, whose requests are written here. It makes some twenty objects of each record, and numbers them without the
 * wrap at 2^31 that Kafka asks for; and its transactions need a right over the whole cluster: from version 4 on Kafka takes
 * `AddPartitionsToTxn` from brokers only, for which it asks for ClusterAction, and the client takes the newest version there is.
 * Source: Apache Kafka, ProduceRequest.json, AddPartitionsToTxnRequest.json (versions 4 and above are those of brokers, KIP-890).
 */
export class LogProducer extends Producer<Buffer, Records> {
  /** By topic and partition, the number of the next record of the producer `#numbered`. */
  readonly #sequences = new Map<string, number>();
  #numbered = "";

  constructor({ base }: Settings, transactionalId?: string) {
    super({
      ...base,
      acks: ProduceAcks.ALL,
      idempotent: true,
      ...(transactionalId !== undefined && { transactionalId }),
    });
  }

  /** As of LogConsumer. */
  override [kGetConnection](broker: Broker | undefined, callback: Callback<Connection>): void {
    if (broker === undefined) callback(unknownBroker());
    else super[kGetConnection](broker, callback);
  }

  override [kGetApi]<Request extends unknown[], Response>(
    name: string,
    callback: Callback<API<Request, Response>>,
  ): void {
    if (name === "AddPartitionsToTxn")
      return callback(null, addPartitionsToTxnV3.api as unknown as API<Request, Response>);
    super[kGetApi]<Request, Response>(name, (error, api) => {
      if (error || name !== "Produce") return callback(error, api);
      const produce = this.#produceBy(api?.version ?? 0);
      callback(null, produce as unknown as API<Request, Response>);
    });
  }

  #produceBy(version: number) {
    const newest = Math.min(version, Math.max(...PARSERS.keys()));
    const parser = PARSERS.get(newest);
    return (
      connection: Connection,
      acks: number,
      timeout: number,
      parcels: readonly Parcel[],
      options: ProduceOptions,
      done: Callback<unknown>,
    ): void => {
      if (parser === undefined)
        return done(new Error(`Kafka's Produce is of version ${version}; 9 is needed`));
      const request = (): Writer => this.#request(acks, timeout, parcels, options);
      connection.send(PRODUCE, newest, request, parser, true, true, (error: Error | null, response) => {
        // Only now: a request that is sent again must have the same numbers.
        if (error === null) for (const parcel of parcels) this.#count(parcel);
        done(error, response);
      });
    };
  }

  #request(acks: number, timeout: number, parcels: readonly Parcel[], options: ProduceOptions): Writer {
    const { producerId: id = -1n, producerEpoch: epoch = 0, transactionalId } = options;
    if (this.#numbered !== `${id}/${epoch}`) this.#sequences.clear();
    this.#numbered = `${id}/${epoch}`;
    const topics = [...new Set(parcels.map(({ topic }) => topic))];
    return Writer.create()
      .appendString(transactionalId)
      .appendInt16(acks)
      .appendInt32(timeout)
      .appendArray(topics, (writer, topic) => {
        const own = parcels.filter((parcel) => parcel.topic === topic);
        writer.appendString(topic).appendArray(own, (w, { partition, value }) => {
          const sequence = this.#sequences.get(`${topic}/${partition}`) ?? 0;
          const transactional = transactionalId !== undefined;
          const head = batchHead(value, { id, epoch, sequence, transactional });
          w.appendInt32(partition)
            .appendUnsignedVarInt(head.length + value.bytes.length + 1)
            .append(head)
            .append(value.bytes);
        });
      })
      .appendTaggedFields();
  }

  #count({ topic, partition, value }: Parcel): void {
    const place = `${topic}/${partition}`;
    this.#sequences.set(place, nextSequence(this.#sequences.get(place) ?? 0, value.count));
  }
}
