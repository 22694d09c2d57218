import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem, get } from "./api.ts";
import { type Change, onChange } from "./live.ts";

export interface Resource<T> {
  /** The last answer; it stays while the next one is fetched. */
  readonly data: T | undefined;
  /** What `data` is the answer to. */
  readonly key: string | undefined;
  readonly problem: ApiProblem | undefined;
}

const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem(0, { code: "page", message: String(error) });

/**
 * What `load` brings: at once, for every new `key`, and whenever a change concerns it, but at most once in `every`
 * milliseconds. One load at a time; what changes meanwhile is asked for after it. Without a key nothing is loaded.
 */
export function useLoaded<T>(
  key: string | undefined,
  load: (abort: AbortSignal) => Promise<T>,
  concerns: (change: Change) => boolean,
  every = 0,
): Resource<T> {
  const [state, setState] = useState<Resource<T>>({ data: undefined, key: undefined, problem: undefined });
  const current = useRef({ load, concerns });
  current.current = { load, concerns };

  useEffect(() => {
    if (key === undefined) return undefined;
    const abort = new AbortController();
    let busy = false;
    let again = false;
    let loadedAt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const refresh = async (): Promise<void> => {
      again = busy;
      if (busy) return;
      busy = true;
      loadedAt = Date.now();
      try {
        const data = await current.current.load(abort.signal);
        if (!abort.signal.aborted) setState({ data, key, problem: undefined });
      } catch (error) {
        if (!abort.signal.aborted) setState((before) => ({ ...before, problem: asProblem(error) }));
      }
      busy = false;
      if (again && !abort.signal.aborted) await refresh();
    };

    void refresh();
    const stop = onChange((change) => {
      if (!current.current.concerns(change) || timer !== undefined) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          void refresh();
        },
        loadedAt + every - Date.now(),
      );
    });
    return () => {
      abort.abort();
      clearTimeout(timer);
      stop();
    };
  }, [key]);

  return state;
}

/** What GET `path` answers, kept up to date. */
export const useResource = <T>(
  path: string | undefined,
  concerns: (change: Change) => boolean,
  every?: number,
): Resource<T> => useLoaded(path, (abort) => get<T>(path ?? "", abort), concerns, every);

/** Changes of a topic; of one asset, if it is named. */
export const about =
  (topic: string, asset?: string) =>
  ({ topics, assets }: Change): boolean =>
    topics.has(topic) && (asset === undefined || assets.size === 0 || assets.has(asset));
