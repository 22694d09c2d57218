import type { JSX } from "preact";

/** The name of a user or a token, as the server takes them. */
export const NameField = ({ label }: { label: string }): JSX.Element => (
  <label>
    {label}
    <input
      name="name"
      required
      maxLength={64}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      pattern="\s*[\p{L}\p{N}][\p{L}\p{N} ._:\-]*"
      title="Letters, digits, blanks and . _ : -, the first a letter or digit"
    />
  </label>
);
