import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { NewToken } from "../../../src/schema/people.ts";
import type { Role } from "../../../src/schema/session.ts";
import { fieldOf } from "../parts/fields.ts";
import { createToken } from "./api.ts";
import { EXPIRIES, expiryOf } from "./expiry.ts";
import { FormDialog } from "./form-dialog.tsx";
import { NameField } from "./name-field.tsx";
import { RoleChoice } from "./roles.tsx";

/** Makes a token, and then shows it, this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }): JSX.Element {
  const [made, setMade] = useState<NewToken | undefined>(undefined);
  const latest = useRef<NewToken | undefined>(undefined);
  if (made) return <Secret of={made} onClose={onClose} />;
  return (
    <Ask
      onMade={(token) => (latest.current = token)}
      onClose={() => (latest.current ? setMade(latest.current) : onClose())}
    />
  );
}

function Ask({ onMade, onClose }: { onMade: (token: NewToken) => void; onClose: () => void }): JSX.Element {
  const [expiry, setExpiry] = useState<string>("90");
  return (
    <FormDialog
      title="Make a token"
      submit="Make"
      onClose={onClose}
      onSubmit={async (form) => {
        const expires = expiryOf(expiry, fieldOf(form, "date"), Date.now());
        if (expires === undefined) throw new Error("Choose a date that is yet to come.");
        const name = fieldOf(form, "name").trim();
        const role = fieldOf(form, "role") as Role;
        onMade(await createToken({ name, role, ...(expires !== "never" && { expiresAt: expires }) }));
      }}
    >
      <NameField label="Name, such as that of the program" />
      <RoleChoice />
      <label>
        Expires
        <select value={expiry} onChange={(event) => setExpiry(event.currentTarget.value)}>
          {EXPIRIES.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {expiry === "date" && (
        <label>
          Last day
          <input type="date" name="date" required />
        </label>
      )}
    </FormDialog>
  );
}

function Secret({ of, onClose }: { of: NewToken; onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState("");
  useEffect(() => {
    dialog.current?.showModal();
    field.current?.select();
  }, []);

  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      // Browsers allow it over TLS and on the machine itself alone.
      await navigator.clipboard.writeText(of.token);
      setCopied("Copied.");
    } catch {
      setCopied("The browser does not allow it: it is selected, press Ctrl+C.");
    }
  };

  return (
    <dialog
      ref={dialog}
      class="settings-dialog"
      aria-labelledby="secret"
      // It cannot be seen again, so a key that is pressed by mistake does not close it.
      onCancel={(event) => event.preventDefault()}
      onClose={onClose}
    >
      <form method="dialog">
        <h2 id="secret">Token {of.name}</h2>
        <p>Keep it now where the program finds it: it is never shown again.</p>
        <div class="secret">
          <input
            ref={field}
            readOnly
            value={of.token}
            aria-label="Token"
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" onClick={() => void copy()}>
            Copy
          </button>
        </div>
        <p role="status">{copied}</p>
        <p class="muted">
          It is sent in the header <code>authorization: Bearer …</code>
        </p>
        <div class="buttons">
          <button type="submit" class="primary">
            I have kept it
          </button>
        </div>
      </form>
    </dialog>
  );
}
