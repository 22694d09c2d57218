import { signal } from "@preact/signals";
import type { FeedbackRequest } from "../../src/schema/feedback.ts";
import type { Problem, Session } from "../../src/schema/session.ts";

/** Why the server did not do what it was asked; its message is for people. Status 0: it could not be reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, { code, message }: Problem, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

/** Set when an answer says that nobody is logged in (any more). */
export const loggedOut = signal(false);

async function problemOf(response: Response): Promise<Problem> {
  const fallback = {
    code: "http",
    message: `The server answered ${response.status} ${response.statusText}`.trim() + ".",
  };
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { code: body.code ?? fallback.code, message: body.message ?? fallback.message };
  } catch {
    return fallback;
  }
}

async function request(method: string, path: string, body?: unknown, abort?: AbortSignal): Promise<unknown> {
  const init: RequestInit = { method };
  if (abort) init.signal = abort;
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (abort?.aborted) throw cause;
    throw new ApiProblem(0, { code: "unreachable", message: "The server cannot be reached." }, { cause });
  }
  if (response.status === 401) loggedOut.value = true;
  if (!response.ok) throw new ApiProblem(response.status, await problemOf(response));
  return response.status === 204 ? undefined : response.json();
}

/** The schema of the answer is a promise of the server, kept by its tests; it is not checked again here. */
export const get = async <T>(path: string, abort?: AbortSignal): Promise<T> =>
  (await request("GET", path, undefined, abort)) as T;

export const post = async <T>(path: string, body: unknown): Promise<T> =>
  (await request("POST", path, body)) as T;

export const patch = async (path: string, body: unknown): Promise<void> =>
  void (await request("PATCH", path, body));

export const remove = async <T = void>(path: string): Promise<T> => (await request("DELETE", path)) as T;

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A path with the parameters that are set. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Where things are. Ids and assets have slashes, so they are encoded. */
export const paths = {
  failure: (id: string) => `/api/failures/${encodeURIComponent(id)}`,
  asset: (asset: string) => `/api/assets/${encodeURIComponent(asset)}`,
  assetQuality: (asset: string) => `${paths.asset(asset)}/quality`,
  trend: (asset: string, query: Query) => withQuery(`${paths.asset(asset)}/trend`, query),
};

export const getSession = () => get<Session>("/api/session");
export const login = (name: string, password: string) => post<Session>("/api/session", { name, password });
export const logout = () => remove("/api/session");
export const sendFeedback = (feedback: FeedbackRequest) =>
  post<{ accepted: number }>("/api/feedback", feedback);
