import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { fieldOf } from "../parts/fields.ts";
import { notify } from "../parts/notice.tsx";
import { changeUser } from "./api.ts";
import { FormDialog } from "./form-dialog.tsx";

const LEAST = 12;
const LONGEST = 256;

const field = {
  name: "password",
  autocomplete: "new-password",
  autocapitalize: "none",
  spellcheck: false,
  required: true,
  minLength: LEAST,
  maxLength: LONGEST,
  "aria-describedby": "password-rule",
} as const;

/** A password that is chosen; it can be looked at, since it is not typed twice. */
export function NewPassword({ label = "New password" }: { label?: string }): JSX.Element {
  const [shown, setShown] = useState(false);
  return (
    <div class="new-password">
      <label>
        {label}
        {shown ? <input type="text" {...field} /> : <input type="password" {...field} />}
      </label>
      <p class="muted" id="password-rule">
        At least {LEAST} characters.
      </p>
      <label class="tick">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        Show it
      </label>
    </div>
  );
}

/** Changes one's own password. */
export function OwnPassword({ name, onClose }: { name: string; onClose: () => void }): JSX.Element {
  return (
    <FormDialog
      title="Change my password"
      submit="Change password"
      onClose={onClose}
      onSubmit={async (form) => {
        const password = fieldOf(form, "password");
        await changeUser(name, { password, currentPassword: fieldOf(form, "currentPassword") });
        notify("Password changed");
      }}
    >
      <p>You stay logged in here, and are logged out everywhere else.</p>
      <input
        class="visually-hidden"
        type="text"
        autocomplete="username"
        value={name}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <label>
        Current password
        <input name="currentPassword" type="password" autocomplete="current-password" required />
      </label>
      <NewPassword />
    </FormDialog>
  );
}
