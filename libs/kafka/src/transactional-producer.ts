import { addPartitionsToTxnV3, type API, type Callback, kGetApi, Producer } from "@platformatic/kafka";

/**
 * A producer whose transactions need no right over the whole cluster. From version 4 on Kafka takes `AddPartitionsToTxn`
 * from brokers only, for which it asks for ClusterAction; the client by itself takes the newest version there is.
 * Source: Apache Kafka, AddPartitionsToTxnRequest.json (versions 4 and above are those of brokers, KIP-890).
 */
export class TransactionalProducer extends Producer {
  override [kGetApi]<Request extends unknown[], Response>(
    name: string,
    callback: Callback<API<Request, Response>>,
  ): void {
    if (name === "AddPartitionsToTxn")
      callback(null, addPartitionsToTxnV3.api as unknown as API<Request, Response>);
    else super[kGetApi](name, callback);
  }
}
