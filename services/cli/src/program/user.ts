import type { Role } from "@presage/console";
import { Argument, type Command, Option } from "commander";
import { by, config } from "./options.ts";

/** Not the console's own list, since that would load all of it for every command. */
const ROLES = Object.keys({
  viewer: 0,
  engineer: 0,
  "data-scientist": 0,
  admin: 0,
} satisfies Record<Role, 0>);

const STDIN = "read the password from standard input instead of making one up";

/** Adds `user` with all that can be done with local users of the console. */
export function addUserCommands(program: Command): void {
  const user = program.command("user").description("local users of the console");

  user
    .command("list")
    .description("all local users and their roles")
    .addOption(config())
    .option("--json", "print them as JSON")
    .action(async (options) => (await import("../commands/user.ts")).listLocalUsers(options));

  user
    .command("add")
    .description("add a user, and print the password")
    .argument("<name>", "letters, digits, blanks and . _ : -")
    .addOption(new Option("--role <role>", "what the user may do").choices(ROLES).default("viewer"))
    .option("--stdin", STDIN)
    .addOption(config())
    .addOption(by())
    .option("--json", "print the user as JSON")
    .action(async (name: string, options) =>
      (await import("../commands/user.ts")).addLocalUser(name, options),
    );

  user
    .command("role")
    .description("change what a user may do, from the next request on")
    .argument("<name>", "the user")
    .addArgument(new Argument("<role>").choices(ROLES))
    .addOption(config())
    .addOption(by())
    .action(async (name: string, role: Role, options) =>
      (await import("../commands/user.ts")).changeRole(name, role, options),
    );

  user
    .command("password")
    .description("give a user another password, print it, and log the user out")
    .argument("<name>", "the user")
    .option("--stdin", STDIN)
    .addOption(config())
    .addOption(by())
    .option("--json", "print the password as JSON")
    .action(async (name: string, options) =>
      (await import("../commands/user.ts")).changePassword(name, options),
    );

  user
    .command("remove")
    .description("take a user away, and log the user out")
    .argument("<name>", "the user")
    .addOption(config())
    .addOption(by())
    .action(async (name: string, options) =>
      (await import("../commands/user.ts")).removeLocalUser(name, options),
    );
}
