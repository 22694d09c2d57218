import type { ComponentType, JSX } from "preact";
import { Tabs } from "../parts/tabs.tsx";
import { useTitle } from "../parts/title.ts";
import { place, replace } from "../router.ts";
import { Account } from "./account.tsx";
import { Audit } from "./audit.tsx";
import { Destinations } from "./destinations.tsx";
import { isAdmin } from "./roles.tsx";
import { Tokens } from "./tokens.tsx";
import { Users } from "./users.tsx";
import "../parts/sections.css";
import "./settings.css";

const TABS = [
  ["account", "Account"],
  ["users", "Users"],
  ["tokens", "API tokens"],
  ["notifications", "Notifications"],
  ["audit", "Audit"],
] as const;
type Tab = (typeof TABS)[number][0];

const SHOWN: Readonly<Record<Tab, ComponentType>> = {
  account: Account,
  users: Users,
  tokens: Tokens,
  notifications: Destinations,
  audit: Audit,
};

/** One's own account, and for admins who else may what, who is told of failures, and who did what. */
export function SettingsPage(): JSX.Element {
  const heading = useTitle("Settings");
  const wanted = place.value.query.get("tab");
  const tab: Tab = (isAdmin.value && TABS.find(([name]) => name === wanted)?.[0]) || "account";
  const Shown = SHOWN[tab];
  const shown = (
    <div class="sections">
      <Shown />
    </div>
  );
  return (
    <section class="page settings">
      <h1 ref={heading} tabIndex={-1}>
        Settings
      </h1>
      {isAdmin.value ? (
        <Tabs label="Settings" tabs={TABS} shown={tab} onShow={(name) => replace(`?tab=${name}`)}>
          {shown}
        </Tabs>
      ) : (
        shown
      )}
    </section>
  );
}
