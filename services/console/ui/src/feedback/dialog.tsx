import { useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FeedbackRequest } from "../../../src/schema/feedback.ts";
import { place } from "../router.ts";
import { fieldOf } from "../parts/fields.ts";
import { FIELDS } from "./fields.tsx";
import { type Asked, asked, type Question, say } from "./request.ts";
import { untilOf } from "./until.ts";
import "./dialog.css";

const TITLES: Readonly<Record<Question, string>> = {
  shelve: "Shelve",
  comment: "Comment",
  label: "Label what was found",
  "work-order": "Link a work order",
  "out-of-service": "Take out of service",
  "reset-baseline": "Reset baseline",
};

const SUBMITS: Readonly<Record<Question, string>> = {
  shelve: "Shelve",
  comment: "Comment",
  label: "Label",
  "work-order": "Link",
  "out-of-service": "Take out of service",
  "reset-baseline": "Reset baseline",
};

/** What the form says, or in words what is missing. */
function feedbackOf(form: HTMLFormElement, { question, targets }: Asked): FeedbackRequest | string {
  const comment = fieldOf(form, "comment").trim();
  const common = { targets: [...targets], ...(comment === "" ? {} : { comment }) };
  if (question === "shelve") {
    const until = untilOf(fieldOf(form, "for"), fieldOf(form, "date"), Date.now());
    return until === undefined
      ? "Choose a date that is yet to come."
      : { action: "shelve", until, ...common };
  }
  if (question === "work-order") {
    return { action: "work-order", workOrder: fieldOf(form, "workOrder").trim(), ...common };
  }
  if (question !== "label") return { action: question, ...common };
  const action = fieldOf(form, "label") as "confirmed" | "false-alarm" | "unknown";
  const mode = fieldOf(form, "mode") as NonNullable<FeedbackRequest["mode"]> | "";
  const workOrder = fieldOf(form, "outcome");
  const occurredAt = new Date(fieldOf(form, "occurredAt")).getTime();
  return {
    action,
    ...common,
    ...(action === "confirmed" && mode !== "" ? { mode } : {}),
    ...(Number.isFinite(occurredAt) ? { occurredAt } : {}),
    ...(workOrder !== "" ? { workOrder } : {}),
  };
}

function Form({ of }: { of: Asked }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const opened = useRef(place.peek());
  const close = (): void => dialog.current?.close();

  useEffect(() => dialog.current?.showModal(), []);
  // Who goes back on a phone wants the dialog gone, too.
  useSignalEffect(() => {
    if (place.value !== opened.current) close();
  });

  const submit = async (form: HTMLFormElement): Promise<void> => {
    const feedback = feedbackOf(form, of);
    if (typeof feedback === "string") {
      setProblem(feedback);
      return;
    }
    setBusy(true);
    try {
      await say(feedback);
      of.done?.();
      close();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };

  const Fields = FIELDS[of.question];
  return (
    <dialog ref={dialog} aria-labelledby="asked" onClose={() => (asked.value = undefined)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <h2 id="asked">{TITLES[of.question]}</h2>
        <p class="muted">{of.about}</p>
        <Fields mode={of.mode} workOrder={of.workOrder} />
        <p role="alert" class="wrong">
          {problem}
        </p>
        <div class="buttons">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={busy}>
            {SUBMITS[of.question]}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Asks what belongs to an action, then says it; what is wrong stays in the form. */
export function FeedbackDialog(): JSX.Element | null {
  return asked.value ? <Form of={asked.value} /> : null;
}
