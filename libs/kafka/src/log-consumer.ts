import {
  type API,
  type Broker,
  type Callback,
  type Connection,
  Consumer,
  kGetApi,
  kGetConnection,
  NetworkError,
} from "@platformatic/kafka";

/** What a client says of a broker that its metadata do not name: it went away while the client remembered it as coordinator. */
export const unknownBroker = (): NetworkError =>
  new NetworkError("the coordinator is not among the cluster's brokers");

/** What OffsetFetch is asked with, between the connection and the callback. */
type OffsetFetch = API<[groups: unknown, requireStable: boolean], unknown>;

/**
 * The client's consumer, but for two things. It asks for the broker of an id even when its metadata do not name it any more, and then throws
 * outside of every promise, which would end the process: here that is a failure of the request like another. And it takes a group's
 * offsets as they are while a transaction that commits others is being completed, so that what that transaction did would be done
 * again: here Kafka answers UNSTABLE_OFFSET_COMMIT then (`require_stable` of OffsetFetch, KIP-447).
 */
export class LogConsumer extends Consumer {
  override [kGetConnection](broker: Broker | undefined, callback: Callback<Connection>): void {
    if (broker === undefined) {
      this.clearMetadata();
      callback(unknownBroker());
    } else super[kGetConnection](broker, callback);
  }

  override [kGetApi]<Request extends unknown[], Response>(
    name: string,
    callback: Callback<API<Request, Response>>,
  ): void {
    super[kGetApi]<Request, Response>(name, (error, api) => {
      if (error || name !== "OffsetFetch") return callback(error, api);
      const fetch = api as unknown as OffsetFetch;
      const stable = (connection: Connection, groups: unknown, _: boolean, done: Callback<unknown>): void =>
        fetch(connection, groups, true, done);
      callback(null, stable as unknown as API<Request, Response>);
    });
  }
}
