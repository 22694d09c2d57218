import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../api.ts";
import { noteChange } from "../live.ts";
import { fieldOf } from "../parts/fields.ts";
import { notify } from "../parts/notice.tsx";
import { assign } from "./api.ts";
import { Progress, useComparison } from "./compare.tsx";
import { doneText, effectOf, type Order, ordered, TITLES, toCompare } from "./order.ts";
import { Verdict } from "./verdict.tsx";

/** Asks whether somebody means it, and shows what speaks for and against it. */
function Form({ order }: { order: Order }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<ApiProblem | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const { action, of, model } = order;
  const challenger = toCompare(order);
  const { answer } = useComparison(of.class, challenger?.digest);
  const comparison = answer?.comparison;
  const isWorse =
    action === "promote" && (problem?.code === "model-worse" || typeof comparison?.worse === "string");
  const isStale = problem?.code === "registry-conflict";
  const close = (): void => dialog.current?.close();

  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (form: HTMLFormElement): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const comment = fieldOf(form, "comment").trim();
    try {
      const { changed } = await assign(of.class, {
        action,
        revision: of.revision,
        ...(model && { model: model.digest }),
        ...(comment !== "" && { comment }),
        ...(fieldOf(form, "force") === "yes" && { force: true }),
      });
      notify(changed ? doneText(order) : "It was so already");
      noteChange();
      close();
    } catch (error) {
      setProblem(
        error instanceof ApiProblem ? error : new ApiProblem(0, { code: "page", message: String(error) }),
      );
      setBusy(false);
      noteChange();
    }
  };

  return (
    <dialog ref={dialog} class="order" aria-labelledby="order" onClose={() => (ordered.value = undefined)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <h2 id="order">{TITLES[action]}</h2>
        <p>{effectOf(order)}</p>
        {challenger && (
          <div
            class="beside"
            tabIndex={0}
            role="region"
            aria-label="Challenger against champion"
            aria-busy={comparison === undefined}
          >
            <Progress answer={answer} />
            {comparison && <Verdict comparison={comparison} />}
          </div>
        )}
        <label>
          Comment
          <textarea name="comment" rows={2} maxLength={2_000} />
        </label>
        {isWorse && (
          <label class="force">
            <input type="checkbox" name="force" value="yes" required />
            Promote it all the same
          </label>
        )}
        <p role="alert" class="wrong">
          {isStale
            ? "Somebody else changed these models meanwhile. Nothing was done: close this, look at what is live now, and decide anew."
            : problem?.message}
        </p>
        <div class="buttons">
          {busy && (
            <span role="status" class="muted">
              {action === "promote" ? "Comparing by the latest labels…" : "Asking the registry…"}
            </span>
          )}
          <button type="button" onClick={close}>
            {isStale ? "Close" : "Cancel"}
          </button>
          {!isStale && (
            <button type="submit" class="primary" disabled={busy}>
              {TITLES[action]}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}

export function OrderDialog(): JSX.Element | null {
  return ordered.value ? <Form order={ordered.value} /> : null;
}
