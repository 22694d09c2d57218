import { errors } from "@nats-io/transport-node";
import { PresageError } from "@presage/contracts";
import type { Registry } from "./registry.ts";

/** Codes of Node.js for a certificate that is not accepted. */
const DISTRUSTED = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|(DEPTH_ZERO_)?SELF_SIGNED_)/;

/** `REGISTRY_REFUSED` of an error that says that NATS refuses the user, or that we refuse the server; undefined of another one. */
export function refusal(error: unknown, what: string): PresageError | undefined {
  for (let why = error; why instanceof Error; why = why.cause) {
    const { code } = why as NodeJS.ErrnoException;
    if (
      why instanceof errors.AuthorizationError ||
      why instanceof errors.UserAuthenticationExpiredError ||
      why instanceof errors.PermissionViolationError ||
      (typeof code === "string" && DISTRUSTED.test(code))
    )
      return new PresageError("REGISTRY_REFUSED", `${what}: ${why.message}`, error);
  }
  return undefined;
}

/** A registry that says `REGISTRY_REFUSED` of what it may not do. */
export function refusing(registry: Registry): Registry {
  const asked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw refusal(error, "the model registry in NATS refuses") ?? error;
    }
  };
  return {
    push: (...given) => asked(registry.push(...given)),
    list: (...given) => asked(registry.list(...given)),
    fetch: (...given) => asked(registry.fetch(...given)),
    current: (...given) => asked(registry.current(...given)),
    history: (...given) => asked(registry.history(...given)),
    assign: (...given) => asked(registry.assign(...given)),
    close: () => registry.close(),
  };
}
