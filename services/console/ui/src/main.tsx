import { render } from "preact";
import "./theme.css";
import { listen } from "./live.ts";
import { loadSession } from "./session.ts";
import { App } from "./shell/app.tsx";
import { followSystemTheme } from "./theme.ts";

void loadSession();
listen();
followSystemTheme();

const root = document.getElementById("app");
if (root) render(<App />, root);
