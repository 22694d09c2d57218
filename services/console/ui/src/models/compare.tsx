import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ComparisonAnswer } from "../../../src/schema/comparison.ts";
import { about, type Resource, useResource } from "../resource.ts";
import { modelPaths } from "./api.ts";

export interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

interface Compared extends Pick<Resource<ComparisonAnswer>, "problem"> {
  /** What is known of it; undefined until the server says something of this one. */
  readonly answer: ComparisonAnswer | undefined;
  /** Computes it anew. */
  readonly again: () => void;
}

/** The comparison of a challenger with the live model of a class, which the server computes meanwhile. */
export function useComparison(name: string, challenger: string | undefined, range: Range = {}): Compared {
  const [after, setAfter] = useState<number | undefined>(undefined);
  const path =
    challenger === undefined
      ? undefined
      : modelPaths.comparison(name, { challenger, from: range.from, to: range.to, after });
  const { data, key, problem } = useResource<ComparisonAnswer>(path, about("models"));
  return { answer: key === path ? data : undefined, problem, again: () => setAfter(Date.now()) };
}

/** How far a comparison is, as long as it is not done. */
export function Progress({ answer }: { answer: ComparisonAnswer | undefined }): JSX.Element {
  if (answer?.state === "done") return <p role="status" />;
  if (answer?.state === "failed")
    return (
      <p role="status" class="wrong">
        The comparison failed: {answer.problem}
      </p>
    );
  return (
    <p role="status" class="muted computing">
      <progress aria-label="Comparison" />
      {answer?.state === "waiting"
        ? "Waiting for another comparison…"
        : `Being computed from the log${answer && answer.read > 0 ? `: ${answer.read.toLocaleString("en")} predictions read` : "…"}`}
    </p>
  );
}
