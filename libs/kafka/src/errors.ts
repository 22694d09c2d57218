import { type ErrorCode, PresageError } from "@presage/contracts";

/** Answers of Kafka that say another member owns the partition now. */
const FENCED = [
  "PRODUCER_FENCED",
  "INVALID_PRODUCER_EPOCH",
  "INVALID_PRODUCER_ID_MAPPING",
  "TRANSACTION_COORDINATOR_FENCED",
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "FENCED_INSTANCE_ID",
  "REBALANCE_IN_PROGRESS",
];
const FULL = ["KAFKA_STORAGE_ERROR"];
/** Answers of Kafka that nothing but a change of users or rights mends. */
const REFUSED = [
  "TOPIC_AUTHORIZATION_FAILED",
  "GROUP_AUTHORIZATION_FAILED",
  "CLUSTER_AUTHORIZATION_FAILED",
  "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
  "SASL_AUTHENTICATION_FAILED",
  "UNSUPPORTED_SASL_MECHANISM",
  "ILLEGAL_SASL_STATE",
];
/** What the client itself finds wrong with who it speaks to: the server's signature, or its certificate. */
const DISTRUSTED = /^(PLT_KFK_AUTHENTICATION|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|(DEPTH_ZERO_)?SELF_SIGNED_)/;

interface Fact {
  /** The protocol's name of what is wrong, or Node's code. */
  readonly id?: string;
  /** Of an error without causes. */
  readonly message?: string;
}

/** Everything that went wrong, through causes and aggregates. */
function* facts(error: unknown): Iterable<Fact> {
  if (!(error instanceof Error)) {
    yield { message: String(error) };
    return;
  }
  const { apiId, code, errors } = error as { apiId?: unknown; code?: unknown; errors?: unknown };
  for (const id of [apiId, code]) if (typeof id === "string") yield { id };
  const below: readonly unknown[] = [
    ...(Array.isArray(errors) ? errors : []),
    ...(error.cause === undefined ? [] : [error.cause]),
  ];
  if (below.length === 0) yield { message: typeof apiId === "string" ? apiId : error.message };
  for (const each of below) yield* facts(each);
}

export const hasApiId = (error: unknown, ...ids: readonly string[]): boolean =>
  [...facts(error)].some(({ id }) => id !== undefined && ids.includes(id));

function codeOf(error: unknown): ErrorCode {
  if (hasApiId(error, ...FENCED)) return "BROKER_FENCED";
  if (hasApiId(error, ...FULL)) return "BROKER_FULL";
  const distrusted = [...facts(error)].some(({ id = "" }) => DISTRUSTED.test(id));
  return distrusted || hasApiId(error, ...REFUSED) ? "BROKER_REFUSED" : "BROKER_UNAVAILABLE";
}

/** Any failure of a request to Kafka as an error of the port. */
export function toBrokerError(error: unknown, what: string): PresageError {
  if (error instanceof PresageError) return error;
  const messages = new Set([...facts(error)].flatMap(({ message }) => message ?? []));
  return new PresageError(codeOf(error), `${what}: ${[...messages].join(", ")}`, error);
}

/** Runs a request; whatever it throws becomes an error of the port. */
export async function asked<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw toBrokerError(error, what);
  }
}
