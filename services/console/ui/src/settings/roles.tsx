import { computed } from "@preact/signals";
import type { JSX } from "preact";
import type { Role } from "../../../src/schema/session.ts";
import { session } from "../session.ts";

/** What each may, beyond what the ones before it may. */
export const ROLES: Readonly<Record<Role, string>> = {
  viewer: "sees everything but users, tokens and the audit",
  engineer: "acknowledges, shelves, labels and comments failures",
  "data-scientist": "changes which models are live",
  admin: "adds users and tokens, reads the audit",
};

/** Without login everybody on this machine is admin. */
export const isAdmin = computed(() => {
  const { user, login } = session.value ?? {};
  return user ? user.role === "admin" : login?.required === false;
});

/** Which role somebody, or something, has. */
export function RoleChoice({ role = "viewer" }: { role?: Role }): JSX.Element {
  return (
    <fieldset>
      <legend>Role</legend>
      <div class="lines roles">
        {Object.entries(ROLES).map(([name, may]) => (
          <label key={name}>
            <input type="radio" name="role" value={name} defaultChecked={name === role} />
            <span>
              {name} <span class="muted">{may}</span>
            </span>
          </label>
        ))}
      </div>
      <p class="muted">Each may what the ones above it may, too.</p>
    </fieldset>
  );
}
