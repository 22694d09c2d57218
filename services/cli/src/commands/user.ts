import { userInfo } from "node:os";
import { text } from "node:stream/consumers";
import {
  addUser,
  listUsers,
  newPassword,
  openDatabase,
  removeUser,
  type Role,
  setPassword,
  setRole,
  storeOptions,
} from "@presage/console";
import { loadConfig } from "@presage/service";

type Database = Awaited<ReturnType<typeof openDatabase>>;

export interface UserOptions {
  readonly config?: string;
  /** Who does it; by default the user's name on this machine. */
  readonly by?: string;
  readonly json?: boolean;
}

export interface PasswordOptions extends UserOptions {
  /** Read the password from standard input instead of making one up. */
  readonly stdin?: boolean;
}

/** Prints all local users. */
export async function listLocalUsers(options: UserOptions): Promise<void> {
  const users = await withStore(options, listUsers);
  const lines = users.map(({ name, role }) => `${name}  ${role}\n`);
  print(options, users, lines.join("") || "there are no local users; presage user add NAME adds one\n");
}

/** Adds a local user and prints its password, unless that was given. */
export async function addLocalUser(
  name: string,
  options: PasswordOptions & { readonly role: string },
): Promise<void> {
  const role = options.role as Role;
  const password = await choose(options);
  const user = await withStore(options, (db) => addUser(db, { name, role, password }, doer(options)));
  const shown = options.stdin === true ? {} : { password };
  print(options, { ...user, ...shown }, `${name} is ${role}${said(options, password)}\n`);
}

export async function changeRole(name: string, role: Role, options: UserOptions): Promise<void> {
  await withStore(options, (db) => setRole(db, name, role, doer(options)));
  print(options, { name, role }, `${name} is ${role}\n`);
}

/** Gives a local user another password and prints it, unless it was given. */
export async function changePassword(name: string, options: PasswordOptions): Promise<void> {
  const password = await choose(options);
  await withStore(options, (db) => setPassword(db, name, password, doer(options)));
  const shown = options.stdin === true ? {} : { password };
  print(options, { name, ...shown }, `${name} has another password${said(options, password)}\n`);
}

export async function removeLocalUser(name: string, options: UserOptions): Promise<void> {
  await withStore(options, (db) => removeUser(db, name, doer(options)));
  print(options, { name }, `${name} is no user any more\n`);
}

/** Opens the console's store for as long as `use` takes; a console may run meanwhile. */
async function withStore<T>({ config: file }: UserOptions, use: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(storeOptions(loadConfig({ env: process.env, file })));
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}

async function choose({ stdin = false }: PasswordOptions): Promise<string> {
  return stdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : newPassword();
}

const said = ({ stdin = false }: PasswordOptions, password: string): string =>
  stdin ? "" : `; the password is ${password}`;

/** No user of the console has a slash in the name. */
const doer = ({ by = userInfo().username }: UserOptions): string => `cli/${by}`;

const print = ({ json = false }: UserOptions, value: unknown, words: string): void =>
  void process.stdout.write(json ? `${JSON.stringify(value)}\n` : words);
