import { readFileSync } from "node:fs";
import { loadConfig } from "@presage/service";
import {
  type CertificateAuthority,
  createAuthority,
  type Postgres,
  skipWithout,
  startPostgres,
} from "@presage/testbed";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "./database.ts";
import { storeOptions } from "./options.ts";

const RIGHTS = readFileSync(new URL("../../../../docs/security/postgres.sql", import.meta.url), "utf8");
const PASSWORD = "a long password";
const unreachable = { code: "STORE_UNREACHABLE" };

describe.skipIf(skipWithout("postgres", "openssl"))(
  "the store in PostgreSQL, as docs/security/postgres.sql makes it",
  () => {
    let authority: CertificateAuthority;
    let server: Postgres;
    beforeAll(async () => {
      authority = createAuthority();
      server = await startPostgres({
        certificate: authority.issue("postgres", ["127.0.0.1"]),
        access: [
          "host all postgres 127.0.0.1/32 trust",
          "hostssl presage presage 127.0.0.1/32 scram-sha-256",
        ],
      });
      server.execute(RIGHTS, { password: PASSWORD });
    });
    afterAll(async () => {
      await server?.stop();
      authority?.remove();
    });

    const open = (env: Readonly<Record<string, string>> = {}) =>
      openDatabase(
        storeOptions(
          loadConfig({
            env: {
              PRESAGE_CONSOLE_STORE_URL: `postgres://127.0.0.1:${server.port}/presage`,
              PRESAGE_CONSOLE_STORE_USERNAME: "presage",
              PRESAGE_CONSOLE_STORE_PASSWORD: PASSWORD,
              PRESAGE_CONSOLE_STORE_TLS_ENABLED: "true",
              PRESAGE_CONSOLE_STORE_TLS_CA: authority.ca,
              ...env,
            },
          }),
        ),
      );

    it("is made and used over TLS by a user who has no other rights", async () => {
      const db = await open();
      const encrypted = await sql<{
        ssl: boolean;
      }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(db);
      expect(encrypted.rows).toEqual([{ ssl: true }]);
      const role =
        await sql<object>`select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user`.execute(
          db,
        );
      expect(role.rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
      await db.destroy();
      // A second start finds everything there.
      await (await open()).destroy();
    });

    it("is refused without TLS, and with a wrong password", async () => {
      await expect(open({ PRESAGE_CONSOLE_STORE_TLS_ENABLED: "false" })).rejects.toMatchObject(unreachable);
      await expect(open({ PRESAGE_CONSOLE_STORE_PASSWORD: "wrong" })).rejects.toMatchObject(unreachable);
    });

    it("refuses a server whose certificate is of another authority, or of another host", async () => {
      const other = createAuthority("another");
      await expect(open({ PRESAGE_CONSOLE_STORE_TLS_CA: other.ca })).rejects.toMatchObject(unreachable);
      other.remove();
      const named = await startPostgres({
        certificate: authority.issue("localhost", ["localhost"]),
        access: ["host all all 127.0.0.1/32 trust"],
      });
      const url = (host: string) => ({
        PRESAGE_CONSOLE_STORE_URL: `postgres://${host}:${named.port}/postgres`,
        PRESAGE_CONSOLE_STORE_USERNAME: "postgres",
      });
      await expect(open(url("127.0.0.1"))).rejects.toMatchObject(unreachable);
      await (await open(url("localhost"))).destroy();
      await named.stop();
    });
  },
);
