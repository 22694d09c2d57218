import { type Failure, type Message, SEVERITIES, type Severity } from "@presage/contracts";

/** What is kept of an asset: the failure that maintenance was requested for, and how severe it was then. */
export interface Requested {
  readonly failure: string;
  readonly severity: Severity;
}

/** What comes of a failure's revision. */
export interface Decision {
  /** What to keep of the asset; undefined: nothing. */
  readonly kept: Requested | undefined;
  /** Whether the MES is to be asked, or told of another severity. */
  readonly asks: boolean;
}

/**
 * Whether a failure's revision asks the MES for maintenance: once when it first is of severity `from` or worse, and again
 * when its severity becomes another. A failure in a group asks for nothing as long as it is in there: the cause of a flood
 * is one. That it closes is told by its own event; what becomes of the request is the MES's.
 */
export function decide(before: Requested | undefined, { value }: Message<Failure>, from: Severity): Decision {
  const { id, severity, state, group } = value;
  const known = before?.failure === id ? before : undefined;
  if (state === "closed") return { kept: undefined, asks: false };
  const asks =
    known === undefined
      ? group === undefined && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(from)
      : known.severity !== severity;
  return { kept: asks ? { failure: id, severity } : known, asks };
}
