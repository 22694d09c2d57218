import { type Database, toBrokerError } from "./database.ts";

interface Write {
  /** Does the write; returns what resolves it once it is on the disk. */
  readonly run: () => () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs writes in the order they came, all that are waiting in one transaction: one flush to disk serves everyone.
 * A write must check before it changes anything: one that throws is rejected alone, as if it had not been there.
 */
export class GroupCommit {
  readonly #database: Database;
  readonly #onRollback: () => void;
  #waiting: Write[] = [];
  #scheduled = false;

  constructor(database: Database, onRollback: () => void) {
    this.#database = database;
    this.#onRollback = onRollback;
  }

  /** Resolves with what `run` gave once it is on the disk. Throws what `run` threw, or `BROKER_FULL` or `BROKER_UNAVAILABLE`. */
  write<T>(run: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const begin = (): (() => void) => {
        const result = run();
        return () => resolve(result);
      };
      this.#waiting.push({ run: begin, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.flush());
    });
  }

  flush(): void {
    this.#scheduled = false;
    const writes = this.#waiting;
    this.#waiting = [];
    if (writes.length === 0) return;
    const done: (() => void)[] = [];
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      for (const write of writes) done.push(this.#attempt(write));
      this.#database.exec("COMMIT");
    } catch (cause) {
      const error = toBrokerError(cause, "cannot write to the log");
      this.#rollback();
      for (const write of writes) write.reject(error);
      return;
    }
    for (const resolve of done) resolve();
  }

  /** What says that the write is done, or that it was refused by its own check; any other error ends the transaction. */
  #attempt(write: Write): () => void {
    try {
      return write.run();
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      return () => write.reject(cause.error);
    }
  }

  #rollback(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, as it does on a full disk.
    }
    this.#onRollback();
  }
}

/** Thrown by a write before it changed anything. */
export class Refused extends Error {
  readonly error: Error;

  constructor(error: Error) {
    super(error.message, { cause: error });
    this.error = error;
  }
}
