import type { JSX } from "preact";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { ask, type Question, say, targetOf } from "../feedback/request.ts";
import { type Keys, useKeys } from "../parts/keys.ts";
import { notifyProblem } from "../parts/notice.tsx";
import { placeOf } from "../parts/words.ts";

interface Button {
  readonly key: string;
  readonly name: string;
  readonly act: () => void;
  readonly primary?: boolean;
}

/** What can be done with a failure in its state, most wanted first. */
function buttonsOf(failure: FailureDetail): readonly Button[] {
  const targets = [targetOf(failure)];
  const about = placeOf(failure.asset).name;
  const tell = (action: "acknowledge" | "unshelve" | "in-service") => () =>
    void say({ action, targets }).catch(notifyProblem);
  const { state, mode, workOrder } = failure;
  const question = (which: Question) => () => ask({ question: which, targets, about, mode, workOrder });

  return [
    ...(state === "unacknowledged"
      ? [{ key: "a", name: "Acknowledge", act: tell("acknowledge"), primary: true }]
      : []),
    state === "shelved"
      ? { key: "u", name: "Unshelve", act: tell("unshelve") }
      : { key: "s", name: "Shelve", act: question("shelve") },
    { key: "l", name: "Label", act: question("label") },
    { key: "c", name: "Comment", act: question("comment") },
    { key: "w", name: "Work order", act: question("work-order") },
    state === "out-of-service"
      ? { key: "i", name: "In service", act: tell("in-service") }
      : { key: "o", name: "Out of service", act: question("out-of-service") },
  ];
}

export function Actions({ failure }: { failure: FailureDetail }): JSX.Element {
  const buttons = buttonsOf(failure);
  const keys: Keys = Object.fromEntries(buttons.map(({ key, act }) => [key, act]));
  useKeys(keys);
  return (
    <div role="toolbar" aria-label="Actions" class="actions">
      {buttons.map(({ key, name, act, primary }) => (
        <button
          key={key}
          type="button"
          class={primary ? "primary" : ""}
          aria-keyshortcuts={key}
          onClick={act}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
