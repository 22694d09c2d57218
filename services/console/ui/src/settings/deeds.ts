import { timeText } from "../parts/format.ts";
import { doneText, sentence } from "../parts/words.ts";

const DEEDS: Readonly<Record<string, string>> = {
  login: "Logged in",
  logout: "Logged out",
  "login-failed": "Could not log in",
  "sessions-ended": "Ended log-ins",
  "user-added": "Added a user",
  "user-removed": "Removed a user",
  "role-changed": "Changed a role",
  "password-changed": "Changed a password",
  "token-created": "Made a token",
  "token-revoked": "Revoked a token",
  "destination-tested": "Tested a notification",
  "model.promote": "Promoted a model",
  "model.rollback": "Rolled a model back",
  "model.shadow": "Put a model into shadow",
  "model.withdraw": "Withdrew a challenger",
};

/** What was done, in words. */
export function deedText(action: string): string {
  const [area, done] = action.split(".", 2);
  return (
    DEEDS[action] ?? (area === "feedback" && done ? doneText(done) : sentence(action.replaceAll(".", " ")))
  );
}

export interface Detail {
  /** What can be read in a line: name and text. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** The rest: name, and the value as it was written down. */
  readonly more: readonly (readonly [name: string, text: string])[];
}

const isTime = (name: string): boolean => name === "until" || name.endsWith("At");
const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What else an entry says, as it can be read. */
export function detailOf(detail: unknown): Detail {
  const entries =
    typeof detail === "object" && detail !== null && !Array.isArray(detail)
      ? Object.entries(detail as Readonly<Record<string, unknown>>)
      : detail === undefined
        ? []
        : [["detail", detail] as const];
  const facts: [string, string][] = [];
  const more: [string, string][] = [];
  for (const [name, value] of entries) {
    if (typeof value === "object" && value !== null)
      more.push([titleOf(name, value), JSON.stringify(value, undefined, 2)]);
    else facts.push([wordsOf(name), factText(name, value)]);
  }
  return { facts, more };
}

const titleOf = (name: string, value: object): string =>
  Array.isArray(value) ? `${value.length} ${wordsOf(name)}` : wordsOf(name);

function factText(name: string, value: unknown): string {
  if (typeof value === "number" && isTime(name)) return timeText(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
