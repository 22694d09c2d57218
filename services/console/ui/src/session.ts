import { computed, signal } from "@preact/signals";
import type { Session } from "../../src/schema/session.ts";
import * as api from "./api.ts";

/** Who is logged in; undefined until the server said so. */
export const session = signal<Session | undefined>(undefined);

export const mustLogIn = computed(
  () =>
    session.value !== undefined &&
    session.value.login.required &&
    (session.value.user === undefined || api.loggedOut.value),
);

/** A viewer looks and does not touch. Without login everybody on this machine may do everything. */
export const mayAct = computed(() => {
  const { user, login } = session.value ?? {};
  return user ? user.role !== "viewer" : login?.required === false;
});

/** Goes on trying: a server that starts a moment later than the page is no reason to reload it. */
export async function loadSession(): Promise<void> {
  try {
    session.value = await api.getSession();
  } catch {
    setTimeout(() => void loadSession(), 2_000);
  }
}

/** The page starts anew: nothing that was refused before, or seen by another, is left in it. */
export async function logIn(name: string, password: string): Promise<void> {
  await api.login(name, password);
  location.replace(wanted());
}

/** The page that one wanted to see when one had to log in. */
export function wanted(): string {
  const url = new URL(location.href);
  url.searchParams.delete("problem");
  return `${url.pathname}${url.search}`;
}

export async function logOut(): Promise<void> {
  await api.logout();
  location.assign("/");
}
