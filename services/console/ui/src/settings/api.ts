import type { DestinationTested } from "../../../src/schema/destination.ts";
import type {
  NewToken,
  SessionsEnded,
  TokenRequest,
  UserChange,
  UserRequest,
} from "../../../src/schema/people.ts";
import { patch, post, type Query, remove, withQuery } from "../api.ts";

const ofUser = (name: string): string => `/api/users/${encodeURIComponent(name)}`;

export const settingsPaths = {
  sessions: "/api/sessions",
  users: "/api/users",
  tokens: "/api/tokens",
  audit: (query: Query) => withQuery("/api/audit", query),
  destinations: "/api/destinations",
};

export const addUser = (user: UserRequest) => post<unknown>(settingsPaths.users, user);
export const changeUser = (name: string, change: UserChange) => patch(ofUser(name), change);
export const removeUser = (name: string) => remove(ofUser(name));

export const endSession = (id: string) => remove(`${settingsPaths.sessions}/${encodeURIComponent(id)}`);
/** Of somebody, or one's own; the one that asks goes on. */
export const endSessions = (user?: string) =>
  remove<SessionsEnded>(withQuery(settingsPaths.sessions, { user }));

export const createToken = (token: TokenRequest) => post<NewToken>(settingsPaths.tokens, token);
export const revokeToken = (id: string) => remove(`${settingsPaths.tokens}/${encodeURIComponent(id)}`);

export const testDestination = (destination: string) =>
  post<DestinationTested>(`${settingsPaths.destinations}/test`, { destination });
