import {
  type Broker,
  type Callback,
  type Connection,
  Consumer,
  kGetConnection,
  NetworkError,
} from "@platformatic/kafka";

/** What a client says of a broker that its metadata do not name: it went away while the client remembered it as coordinator. */
export const unknownBroker = (): NetworkError =>
  new NetworkError("the coordinator is not among the cluster's brokers");

/**
 * The client's consumer, which asks for the broker of an id even when its metadata do not name it any more, and then throws outside of
 * every promise, which would end the process. Here that is a failure of the request like another.
 */
export class LogConsumer extends Consumer {
  override [kGetConnection](broker: Broker | undefined, callback: Callback<Connection>): void {
    if (broker === undefined) {
      this.clearMetadata();
      callback(unknownBroker());
    } else super[kGetConnection](broker, callback);
  }
}
