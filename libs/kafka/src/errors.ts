import { type ErrorCode, PresageError } from "@presage/contracts";

/** Answers of Kafka that say another member owns the partition now. */
const FENCED = new Set([
  "PRODUCER_FENCED",
  "INVALID_PRODUCER_EPOCH",
  "INVALID_PRODUCER_ID_MAPPING",
  "TRANSACTION_COORDINATOR_FENCED",
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "FENCED_INSTANCE_ID",
  "REBALANCE_IN_PROGRESS",
]);
const FULL = new Set(["KAFKA_STORAGE_ERROR"]);

/** The protocol's names of everything that went wrong, through causes and aggregates. */
function apiIds(error: unknown, found = new Set<string>()): Set<string> {
  if (!(error instanceof Error)) return found;
  const { apiId, errors } = error as { apiId?: unknown; errors?: unknown };
  if (typeof apiId === "string") found.add(apiId);
  if (Array.isArray(errors)) for (const each of errors) apiIds(each, found);
  return apiIds(error.cause, found);
}

export const hasApiId = (error: unknown, ...ids: readonly string[]): boolean => {
  const found = apiIds(error);
  return ids.some((id) => found.has(id));
};

/** Any failure of a request to Kafka as an error of the port. */
export function toBrokerError(error: unknown, what: string): PresageError {
  if (error instanceof PresageError) return error;
  const ids = apiIds(error);
  const is = (set: ReadonlySet<string>): boolean => [...ids].some((id) => set.has(id));
  const code: ErrorCode = is(FENCED) ? "BROKER_FENCED" : is(FULL) ? "BROKER_FULL" : "BROKER_UNAVAILABLE";
  const detail = ids.size > 0 ? [...ids].join(", ") : String((error as Error | undefined)?.message ?? error);
  return new PresageError(code, `${what}: ${detail}`, error);
}

/** Runs a request; whatever it throws becomes an error of the port. */
export async function asked<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw toBrokerError(error, what);
  }
}
