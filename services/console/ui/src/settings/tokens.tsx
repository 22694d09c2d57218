import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Token, TokenList } from "../../../src/schema/people.ts";
import { Answer } from "../parts/answer.tsx";
import { timeText } from "../parts/format.ts";
import { notify } from "../parts/notice.tsx";
import { now } from "../parts/now.ts";
import { about, useResource } from "../resource.ts";
import { Ago } from "./ago.tsx";
import { revokeToken, settingsPaths } from "./api.ts";
import { FormDialog } from "./form-dialog.tsx";
import { NewTokenDialog } from "./token-dialog.tsx";

/** What programs use the interface with. */
export function Tokens(): JSX.Element {
  const tokens = useResource<TokenList>(settingsPaths.tokens, about("people"));
  const [creating, setCreating] = useState(false);
  const [revoking, revoke] = useState<Token | undefined>(undefined);
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">API tokens</h2>
      <p class="muted">
        For programs: what this page does, <a href="/api/openapi.json">the interface</a> does, too.
      </p>
      <Answer of={tokens} what="tokens">
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">There are no tokens.</p>
          ) : (
            <TokenTable items={items} revoke={revoke} />
          )
        }
      </Answer>
      <div class="actions">
        <button type="button" onClick={() => setCreating(true)}>
          Make a token…
        </button>
      </div>
      {creating && <NewTokenDialog onClose={() => setCreating(false)} />}
      {revoking && (
        <FormDialog
          title={`Revoke ${revoking.name}`}
          submit="Revoke"
          onClose={() => revoke(undefined)}
          onSubmit={async () => {
            await revokeToken(revoking.id);
            notify(`${revoking.name} is worth nothing any more`);
          }}
        >
          <p>Programs that use this token are refused from the next request on. It cannot be brought back.</p>
        </FormDialog>
      )}
    </section>
  );
}

function TokenTable(props: { items: readonly Token[]; revoke: (token: Token) => void }): JSX.Element {
  return (
    <table class="stacked people">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Made</th>
          <th scope="col">Expires</th>
          <th scope="col">Last used</th>
          <th scope="col">
            <span class="visually-hidden">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.items.map((token) => (
          <tr key={token.id}>
            <th scope="row">{token.name}</th>
            <td data-label="Role">
              <span>{token.role}</span>
            </td>
            <td data-label="Made">
              <span>
                {timeText(token.createdAt)} <span class="muted">by {token.createdBy}</span>
              </span>
            </td>
            <td data-label="Expires">
              <Expiry at={token.expiresAt} />
            </td>
            <td data-label="Last used">
              <Ago at={token.usedAt} />
            </td>
            <td>
              <button type="button" onClick={() => props.revoke(token)}>
                Revoke…<span class="visually-hidden"> {token.name}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Expiry({ at }: { at: number | undefined }): JSX.Element {
  if (at === undefined) return <span class="muted">never</span>;
  return <time dateTime={new Date(at).toISOString()}>{at <= now.value ? "expired" : timeText(at)}</time>;
}
