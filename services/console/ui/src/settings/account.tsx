import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Session } from "../../../src/schema/session.ts";
import { notifyProblem } from "../parts/notice.tsx";
import { logOut, session } from "../session.ts";
import { LogIns } from "./log-ins.tsx";
import { OwnPassword } from "./password.tsx";
import { ROLES } from "./roles.tsx";

/** Who one is here. */
export function Account(): JSX.Element | null {
  const { user, login } = session.value ?? {};
  if (!login) return null;
  if (!login.required) return <OpenDoor />;
  return user ? <Person user={user} provider={login.oidc} /> : null;
}

/** Where nobody has to log in there is no account. */
function OpenDoor(): JSX.Element {
  return (
    <section aria-labelledby="account">
      <h2 id="account">Nobody has to log in</h2>
      <p>
        Presage answers on this machine alone, and takes everybody who uses it for its admin. What is done is
        written down as done by <code>local</code>.
      </p>
      <p>
        To have people log in, set <code>console.login: required</code> in the configuration, or the
        environment variable <code>PRESAGE_CONSOLE_LOGIN=required</code>, and start Presage again. The first
        time, the log has a password for the user <code>admin</code>. Where Presage listens beyond this
        machine, people have to log in anyway.
      </p>
    </section>
  );
}

interface PersonProps {
  readonly user: NonNullable<Session["user"]>;
  readonly provider: string | undefined;
}

function Person({ user: { name, role }, provider }: PersonProps): JSX.Element {
  const [changing, setChanging] = useState(false);
  // Names of local users have no @; names from a provider always do.
  const isLocal = !name.includes("@");
  return (
    <>
      <section aria-labelledby="account">
        <h2 id="account">My account</h2>
        <dl class="facts">
          <div>
            <dt>Name</dt>
            <dd>{name}</dd>
          </div>
          <div>
            <dt>Role</dt>
            <dd>
              {role}:{" "}
              <span class="muted">
                {ROLES[role]}
                {role !== "viewer" && ", and does what smaller roles do"}
              </span>
            </dd>
          </div>
        </dl>
        {!isLocal && (
          <p class="muted">
            You log in with {provider ?? "a provider"}: your password and your role are kept there.
          </p>
        )}
        <div class="actions">
          {isLocal && (
            <button type="button" onClick={() => setChanging(true)}>
              Change password…
            </button>
          )}
          <button type="button" onClick={() => void logOut().catch(notifyProblem)}>
            Log out
          </button>
        </div>
        {changing && <OwnPassword name={name} onClose={() => setChanging(false)} />}
      </section>
      <LogIns />
    </>
  );
}
