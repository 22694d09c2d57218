import { type Static, Type } from "@sinclair/typebox";
import { LEAST_PASSWORD, LONGEST_PASSWORD } from "../people/password.ts";
import { Role } from "./session.ts";

const epoch = (description: string) => Type.Integer({ description: `${description}, epoch milliseconds` });

/** The last time that a date can say, epoch milliseconds. */
const LAST_DATE = 8.64e15;

const Password = Type.String({
  minLength: LEAST_PASSWORD,
  maxLength: LONGEST_PASSWORD,
  description: `at least ${LEAST_PASSWORD} characters`,
});

/** As the names of assets: letters, digits, blanks and `. _ : -`. Who comes from a provider has an `@`, a token a `/`. */
const Name = Type.String({
  pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{N} ._:-]{0,63}$",
  description: "letters, digits, blanks and . _ : -, at most 64",
});

export const LoginRequest = Type.Object(
  {
    // PostgreSQL has no text with a zero in it.
    name: Type.String({ maxLength: 64, pattern: "^[^\\u0000]*$" }),
    password: Type.String({ maxLength: LONGEST_PASSWORD }),
  },
  { additionalProperties: false },
);

export const User = Type.Object({
  name: Type.String(),
  role: Role,
  createdAt: epoch("when it was added"),
  seenAt: Type.Optional(epoch("when it last did something, to the minute; left out if it is not logged in")),
});
export type User = Static<typeof User>;

export const UserList = Type.Object({ items: Type.Array(User, { description: "by name" }) });

export const UserRequest = Type.Object(
  { name: Name, role: Role, password: Password },
  { additionalProperties: false },
);

export const UserChange = Type.Object(
  {
    role: Type.Optional(Role),
    password: Type.Optional(Password),
    currentPassword: Type.Optional(
      Type.String({
        maxLength: LONGEST_PASSWORD,
        description: "who changes the own password has to give it",
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const UserParams = Type.Object({ name: Name });

export const Token = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Role,
  createdAt: epoch("when it was made"),
  createdBy: Type.String(),
  expiresAt: Type.Optional(epoch("from when on it is worth nothing")),
  usedAt: Type.Optional(epoch("when it was last used, to the minute")),
});
export type Token = Static<typeof Token>;

export const TokenList = Type.Object({ items: Type.Array(Token, { description: "by name" }) });

export const TokenRequest = Type.Object(
  {
    name: Name,
    role: Role,
    expiresAt: Type.Optional(
      Type.Integer({ minimum: 1, maximum: LAST_DATE, description: "epoch milliseconds; default never" }),
    ),
  },
  { additionalProperties: false },
);

export const NewToken = Type.Composite([
  Token,
  Type.Object({ token: Type.String({ description: "`prs_…`; never shown again" }) }),
]);

export const TokenParams = Type.Object({ id: Type.String({ pattern: "^[\\w-]{1,64}$" }) });

export const AuditQuery = Type.Object({
  before: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "the `next` of the page before",
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
});

export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: epoch("when"),
  by: Type.String({ description: "a user, `token/…`, or `local` where nobody has to log in" }),
  action: Type.String(),
  target: Type.String({ description: "what it was done to" }),
  detail: Type.Optional(Type.Unknown()),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditPage = Type.Object({
  items: Type.Array(AuditEntry, { description: "newest first" }),
  next: Type.Optional(Type.Integer({ description: "`before` of the next page; left out on the last" })),
});
