/** Who may do what, and who did. */
export interface PeopleTables {
  audit: AuditTable;
}

interface AuditTable {
  id: import("kysely").Generated<number>;
  at: number;
  /** Who did it: a user, a token, or `local` where nobody has to log in. */
  by: string;
  action: string;
  /** What it was done to. */
  target: string;
  /** What else is to be said, as JSON. */
  detail: string | null;
}
