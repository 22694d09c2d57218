import type { JSX } from "preact";
import { FeedbackDialog } from "../feedback/dialog.tsx";
import { connected } from "../live.ts";
import { Notices } from "../parts/notice.tsx";
import { place } from "../router.ts";
import { mustLogIn } from "../session.ts";
import { Header } from "./header.tsx";
import { KeysHelp } from "./keys-help.tsx";
import { Login } from "./login.tsx";
import { CurrentPage } from "./routes.tsx";
import "./shell.css";

export function App(): JSX.Element {
  if (mustLogIn.value) return <Login />;
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Header />
      <div role="status" class="connection">
        {!connected.value && <p>Connection lost, trying again</p>}
      </div>
      <main id="main" tabIndex={-1}>
        <CurrentPage path={place.value.path} />
      </main>
      <FeedbackDialog />
      <KeysHelp />
      <Notices />
    </>
  );
}
