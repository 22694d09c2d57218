import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { User, UserList, Visitor } from "../../../src/schema/people.ts";
import { Answer } from "../parts/answer.tsx";
import { about, useResource } from "../resource.ts";
import { session } from "../session.ts";
import { Ago } from "./ago.tsx";
import { settingsPaths } from "./api.ts";
import { type UserQuestion, UserDialog } from "./user-dialog.tsx";

type Ask = (question: UserQuestion) => void;

/** Who may log in, and who has. */
export function Users(): JSX.Element {
  const users = useResource<UserList>(settingsPaths.users, about("people"));
  const [asked, ask] = useState<UserQuestion | undefined>(undefined);
  return (
    <>
      <section aria-labelledby="users">
        <h2 id="users">Users</h2>
        {session.value?.login.required === false && (
          <p class="muted">Nobody has to log in here at the moment; these are for when people have to.</p>
        )}
        <Answer of={users} what="users">
          {({ items }) =>
            items.length === 0 ? (
              <p class="muted">There are no local users yet.</p>
            ) : (
              <UserTable items={items} ask={ask} />
            )
          }
        </Answer>
        <div class="actions">
          <button type="button" onClick={() => ask({ kind: "add" })}>
            Add a user…
          </button>
        </div>
      </section>
      {users.data && users.data.visitors.length > 0 && <Visitors items={users.data.visitors} ask={ask} />}
      {asked && <UserDialog of={asked} onClose={() => ask(undefined)} />}
    </>
  );
}

function Head(): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Role</th>
        <th scope="col">Last seen</th>
        <th scope="col">
          <span class="visually-hidden">What to do</span>
        </th>
      </tr>
    </thead>
  );
}

function UserTable({ items, ask }: { items: readonly User[]; ask: Ask }): JSX.Element {
  const me = session.value?.login.required ? session.value.user?.name : undefined;
  return (
    <table class="stacked people">
      <Head />
      <tbody>
        {items.map(({ name, role, seenAt }) => {
          const isMe = name === me;
          const offers: readonly (readonly [string, UserQuestion])[] = [
            ["Role…", { kind: "role", name, role }],
            // One's own is changed with the old one, at My account.
            ...(isMe ? [] : ([["Password…", { kind: "password", name }]] as const)),
            ...(isMe ? [] : ([["Log out…", { kind: "log-out", name }]] as const)),
            ["Remove…", { kind: "remove", name, isMe }],
          ];
          return (
            <tr key={name}>
              <th scope="row">
                {name} {isMe && <span class="muted">(you)</span>}
              </th>
              <td data-label="Role">
                <span>{role}</span>
              </td>
              <td data-label="Last seen">
                <Ago at={seenAt} />
              </td>
              <td>
                <Offers offers={offers} name={name} ask={ask} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Offers(props: {
  offers: readonly (readonly [string, UserQuestion])[];
  name: string;
  ask: Ask;
}): JSX.Element {
  return (
    <div class="actions">
      {props.offers.map(([text, question]) => (
        <button key={text} type="button" onClick={() => props.ask(question)}>
          {text}
          <span class="visually-hidden"> of {props.name}</span>
        </button>
      ))}
    </div>
  );
}

/** Who has logged in with a provider, which also says their role. */
function Visitors({ items, ask }: { items: readonly Visitor[]; ask: Ask }): JSX.Element {
  return (
    <section aria-labelledby="visitors">
      <h2 id="visitors">Logged in with {session.value?.login.oidc ?? "a provider"}</h2>
      <table class="stacked people">
        <Head />
        <tbody>
          {items.map(({ name, role, seenAt }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label="Role">
                <span>{role}</span>
              </td>
              <td data-label="Last seen">
                <Ago at={seenAt} />
              </td>
              <td>
                <Offers offers={[["Log out…", { kind: "log-out", name }]]} name={name} ask={ask} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted">Whether they may log in, and their role, is said by the groups they have there.</p>
    </section>
  );
}
