import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { fieldOf } from "../parts/fields.ts";
import { useTitle } from "../parts/title.ts";
import { place } from "../router.ts";
import { logIn, session, wanted } from "../session.ts";
import { loginProblem } from "./login-problem.ts";

export function Login(): JSX.Element {
  const [problem, setProblem] = useState(() =>
    loginProblem(place.value.query.get("problem"), session.value?.login.oidc),
  );
  const [busy, setBusy] = useState(false);
  const heading = useTitle("Log in");
  const provider = session.value?.login.oidc;

  const submit = async (form: HTMLFormElement): Promise<void> => {
    setBusy(true);
    setProblem("");
    try {
      await logIn(fieldOf(form, "name"), fieldOf(form, "password"));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };

  return (
    <main class="login">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <h1 ref={heading} tabIndex={-1}>
          Log in to Presage
        </h1>
        {provider && (
          <a class="button" href={`/api/login/oidc?to=${encodeURIComponent(wanted())}`}>
            Log in with {provider}
          </a>
        )}
        <label>
          Name
          <input name="name" autocomplete="username" required />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <p role="alert" class="wrong">
          {problem}
        </p>
        <button type="submit" class="primary" disabled={busy}>
          Log in
        </button>
      </form>
    </main>
  );
}
