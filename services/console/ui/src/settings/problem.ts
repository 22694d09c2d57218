import { ApiProblem } from "../api.ts";

/** What to do about a refusal, where the server says only why. */
const WORDS: Readonly<Record<string, string>> = {
  "last-admin": "Somebody must stay admin: nobody else is one. Make another user admin first.",
  "password-wrong": "The current password is not right.",
  "user-unknown": "This user is not there any more. Close this; the list is up to date then.",
  "token-unknown": "This token is not there any more.",
};

/** Why something could not be done, in words. */
export function problemText(error: unknown): string {
  if (error instanceof ApiProblem) return WORDS[error.code] ?? sentenceOf(error.message);
  return error instanceof Error ? error.message : String(error);
}

const sentenceOf = (text: string): string => {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
};
