/** `wrong`: something has to be done; `doubt`: somebody should look; `unknown`: it could not be told. */
export type Level = "good" | "unknown" | "doubt" | "wrong";

/** What one look at an installation found. */
export interface Finding {
  /** What was looked at: `log`, `mqtt`, `source plant`. */
  readonly check: string;
  readonly level: Level;
  /** What was found, in a sentence. */
  readonly says: string;
  /** Of a source: the MQTT quality of service it should have. */
  readonly qos?: 0 | 1 | 2;
  /** What to do about it. */
  readonly advice?: string;
}
