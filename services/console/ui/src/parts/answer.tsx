import type { ComponentChildren, JSX } from "preact";
import type { Resource } from "../resource.ts";

interface AnswerProps<T> {
  readonly of: Resource<T>;
  /** What is loaded, in a word or two. */
  readonly what: string;
  readonly children: (data: T) => ComponentChildren;
}

/**
 * What is shown of an answer of the server: that it is awaited, why there is none, or the answer; the old one
 * stays while there is no newer.
 */
export function Answer<T>({ of: { data, problem }, what, children }: AnswerProps<T>): JSX.Element {
  // What was refused has no old answer either: that would be one to another question.
  const refused = problem !== undefined && problem.status >= 400 && problem.status < 500;
  return (
    <>
      {problem && (
        <p class="wrong" role="alert">
          The {what} could not be loaded. {problem.message}
        </p>
      )}
      {data === undefined || refused ? !problem && <p class="muted">Loading {what}…</p> : children(data)}
    </>
  );
}
