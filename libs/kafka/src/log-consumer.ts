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

/** Isolation levels of Fetch. */
export const READ_UNCOMMITTED = 0;
export const READ_COMMITTED = 1;
/** Where in the arguments of a request, after the connection, it says what is asked for here. */
const ISOLATION_LEVEL = 3;
const REQUIRE_STABLE = 1;

/**
 * The client's consumer, but for three things.
 *
 * It asks for the broker of an id even when its metadata do not name it any more, and then throws outside of every promise, which would end
 * the process: here that is a failure of the request like another.
 *
 * It takes a group's offsets as they are while a transaction that commits others is being completed, so that what that transaction did
 * would be done again: here Kafka answers UNSTABLE_OFFSET_COMMIT then (`require_stable` of OffsetFetch, KIP-447).
 *
 * What it fetches as read_committed it filters itself, by one range for each producer: of one that aborted twice it drops what was committed
 * in between, and it throws outside of every promise at the mark of a transaction that had written nothing. Here Kafka is always asked for
 * read_committed, and the client, told READ_UNCOMMITTED, leaves the answer as it is: `committedRecords` does the rest.
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
      if (error || api === undefined) return callback(error, api);
      if (name === "Fetch") return callback(null, withArgument(api, ISOLATION_LEVEL, READ_COMMITTED));
      if (name === "OffsetFetch") return callback(null, withArgument(api, REQUIRE_STABLE, true));
      callback(null, api);
    });
  }
}

/** The same request, of which one argument is always this. */
function withArgument<Request extends unknown[], Response>(
  api: API<Request, Response>,
  at: number,
  value: number | boolean,
): API<Request, Response> {
  const call = api as unknown as (connection: Connection, ...rest: unknown[]) => void;
  const changed = (connection: Connection, ...rest: unknown[]): void =>
    call(connection, ...rest.with(at, value));
  return changed as unknown as API<Request, Response>;
}
