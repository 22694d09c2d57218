import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, get, loggedOut } from "./api.ts";
import { type Change, onChange } from "./live.ts";

export interface Resource<T> {
  /** The last answer; it stays while the next one is fetched. */
  readonly data: T | undefined;
  /** The path that `data` is the answer for. */
  readonly path: string | undefined;
  readonly problem: ApiProblem | undefined;
}

/**
 * What GET `path` answers, fetched again whenever a change concerns it, and when somebody logged in. Without a path
 * nothing is fetched.
 */
export function useResource<T>(path: string | undefined, concerns: (change: Change) => boolean): Resource<T> {
  const [state, setState] = useState<Resource<T>>({ data: undefined, path: undefined, problem: undefined });
  const relevant = useRef(concerns);
  relevant.current = concerns;

  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    let busy = false;
    let again = false;

    const load = async (): Promise<void> => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      const { signal } = abort;
      try {
        const data = await get<T>(path, signal);
        if (!signal.aborted) setState({ data, path, problem: undefined });
      } catch (error) {
        if (signal.aborted) return;
        const problem =
          error instanceof ApiProblem ? error : new ApiProblem(0, { code: "page", message: String(error) });
        setState((before) => ({ ...before, problem }));
      } finally {
        busy = false;
        if (again && !signal.aborted) {
          again = false;
          void load();
        }
      }
    };

    void load();
    const stop = onChange((change) => {
      if (relevant.current(change)) void load();
    });
    let wasOut = loggedOut.value;
    const forget = loggedOut.subscribe((out) => {
      if (wasOut && !out) void load();
      wasOut = out;
    });
    return () => {
      abort.abort();
      stop();
      forget();
    };
  }, [path]);

  return state;
}

/** Changes of a topic; of one asset, if it is named. */
export const about =
  (topic: string, asset?: string) =>
  ({ topics, assets }: Change): boolean =>
    topics.has(topic) && (asset === undefined || assets.size === 0 || assets.has(asset));
