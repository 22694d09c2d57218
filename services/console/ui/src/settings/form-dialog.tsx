import { useSignalEffect } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { place } from "../router.ts";
import { noteChange } from "../live.ts";
import { problemText } from "./problem.ts";
import "../feedback/dialog.css";

interface FormDialogProps {
  readonly title: string;
  /** What the button says that does it. */
  readonly submit: string;
  /** Does it; what it throws is shown, and the dialog stays. */
  readonly onSubmit: (form: HTMLFormElement) => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks for what belongs to a change, or whether it is meant, and then makes it. */
export function FormDialog({ title, submit, onSubmit, onClose, children }: FormDialogProps): JSX.Element {
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

  const send = async (form: HTMLFormElement): Promise<void> => {
    setBusy(true);
    setProblem("");
    try {
      await onSubmit(form);
      close();
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
    noteChange();
  };

  return (
    <dialog ref={dialog} class="settings-dialog" aria-labelledby="form-dialog" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <h2 id="form-dialog">{title}</h2>
        {children}
        <p role="alert" class="wrong">
          {problem}
        </p>
        <div class="buttons">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={busy}>
            {submit}
          </button>
        </div>
      </form>
    </dialog>
  );
}
