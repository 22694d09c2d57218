import type { JSX } from "preact";
import type { Role } from "../../../src/schema/session.ts";
import { loggedOut } from "../api.ts";
import { fieldOf } from "../parts/fields.ts";
import { notify } from "../parts/notice.tsx";
import { loadSession, session } from "../session.ts";
import { addUser, changeUser, endSessions, removeUser } from "./api.ts";
import { FormDialog } from "./form-dialog.tsx";
import { NewPassword } from "./password.tsx";
import { NameField } from "./name-field.tsx";
import { RoleChoice } from "./roles.tsx";

export type UserQuestion =
  | { readonly kind: "add" }
  | { readonly kind: "role"; readonly name: string; readonly role: Role }
  | { readonly kind: "password"; readonly name: string }
  | { readonly kind: "log-out"; readonly name: string }
  | { readonly kind: "remove"; readonly name: string; readonly isMe: boolean };

interface DialogProps<Q extends UserQuestion> {
  readonly of: Q;
  readonly onClose: () => void;
}
type Of<K extends UserQuestion["kind"]> = DialogProps<Extract<UserQuestion, { kind: K }>>;

const roleOf = (form: HTMLFormElement): Role => fieldOf(form, "role") as Role;

/** Asks for what belongs to a change of a user. */
export function UserDialog({ of, onClose }: DialogProps<UserQuestion>): JSX.Element {
  if (of.kind === "add") return <Add onClose={onClose} />;
  if (of.kind === "role") return <ChangeRole of={of} onClose={onClose} />;
  if (of.kind === "password") return <SetPassword of={of} onClose={onClose} />;
  if (of.kind === "log-out") return <LogOut of={of} onClose={onClose} />;
  return <Remove of={of} onClose={onClose} />;
}

function Add({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <FormDialog
      title="Add a user"
      submit="Add"
      onClose={onClose}
      onSubmit={async (form) => {
        const name = fieldOf(form, "name").trim();
        await addUser({ name, role: roleOf(form), password: fieldOf(form, "password") });
        notify(`${name} may log in now`);
      }}
    >
      <NameField label="Name" />
      <RoleChoice />
      <NewPassword label="Password" />
    </FormDialog>
  );
}

function ChangeRole({ of: { name, role }, onClose }: Of<"role">): JSX.Element {
  return (
    <FormDialog
      title={`Role of ${name}`}
      submit="Change role"
      onClose={onClose}
      onSubmit={async (form) => {
        const next = roleOf(form);
        if (next !== role) await changeUser(name, { role: next });
        notify(`${name} is ${next}`);
        if (name === session.value?.user?.name) await loadSession();
      }}
    >
      <RoleChoice role={role} />
    </FormDialog>
  );
}

function SetPassword({ of: { name }, onClose }: Of<"password">): JSX.Element {
  return (
    <FormDialog
      title={`Another password for ${name}`}
      submit="Set password"
      onClose={onClose}
      onSubmit={async (form) => {
        await changeUser(name, { password: fieldOf(form, "password") });
        notify(`${name} has another password`);
      }}
    >
      <p>The old one is worth nothing then, and {name} is logged out everywhere.</p>
      <NewPassword />
    </FormDialog>
  );
}

function LogOut({ of: { name }, onClose }: Of<"log-out">): JSX.Element {
  return (
    <FormDialog
      title={`Log out ${name}`}
      submit="Log out everywhere"
      onClose={onClose}
      onSubmit={async () => {
        const { ended } = await endSessions(name);
        notify(ended === 0 ? `${name} was not logged in` : `${name} is logged out`);
      }}
    >
      <p>
        All log-ins of {name} end at once. Nothing keeps {name} from logging in again.
      </p>
    </FormDialog>
  );
}

function Remove({ of: { name, isMe }, onClose }: Of<"remove">): JSX.Element {
  return (
    <FormDialog
      title={`Remove ${name}`}
      submit="Remove"
      onClose={onClose}
      onSubmit={async () => {
        await removeUser(name);
        notify(`${name} is no user any more`);
        if (isMe) loggedOut.value = true;
      }}
    >
      <p>
        {isMe
          ? "This is you: you are logged out at once and cannot log in any more."
          : `${name} is logged out at once and cannot log in any more.`}{" "}
        What {isMe ? "you" : name} did stays in the journals and in the audit.
      </p>
    </FormDialog>
  );
}
