import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ConsoleSettings } from "@presage/service";
import { Provider } from "oidc-provider";
import { freePort } from "@presage/testbed";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { onEachStore } from "../store/store.testkit.ts";
import { type Kit, startPeople } from "./people.testkit.ts";

type Oidc = NonNullable<ConsoleSettings["oidc"]>;

const CALLBACK = "http://localhost/api/login/oidc/callback";
const GROUPS: Readonly<Record<string, readonly string[]>> = { anna: ["pdm"], bert: [], root: ["it", "pdm"] };

let server: Server;
let settings: Oidc;

/** A provider that takes everybody's word for who he is. */
beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client_secret = "a secret of the client";
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "presage",
        client_secret,
        redirect_uris: [CALLBACK],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
    cookies: { keys: ["test"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({
      oidc: {
        client,
        session,
        provider: { Grant },
      },
    }) {
      const grant = new Grant({ accountId: session?.accountId, clientId: client?.clientId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        preferred_username: accountId,
        groups: [...(GROUPS[accountId] ?? [])],
      }),
    }),
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    const accountId = String(request.headers["x-name"]);
    if (request.url?.startsWith("/interaction/") === true)
      void provider.interactionFinished(request, response, { login: { accountId } });
    else void answer(request, response);
  });
  settings = {
    name: "plant login",
    issuer,
    clientId: "presage",
    secret: client_secret,
    scopes: ["profile"],
    nameClaim: "preferred_username",
    roleClaim: "groups",
    roles: { pdm: "engineer", it: "admin" },
  };
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** A browser with the provider's cookies, which follows it from page to page until it is sent back to the console. */
async function visit(url: string, name: string): Promise<string> {
  const jar = new Map<string, string>();
  let next = url;
  while (!next.startsWith(CALLBACK)) {
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join("; ");
    const answer = await fetch(next, { redirect: "manual", headers: { cookie, "x-name": name } });
    for (const set of answer.headers.getSetCookie()) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      jar.set(key, value);
    }
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider says ${answer.status}: ${await answer.text()}`);
    next = new URL(location, next).href;
  }
  return next.slice("http://localhost".length);
}

/** Sends a browser to the provider: where that is, and the cookie that it must bring back. */
async function begin({ app }: Kit, to = ""): Promise<{ url: string; ticket: string }> {
  const answer = await app.inject({ url: `/api/login/oidc${to}` });
  const ticket = answer.cookies.find((cookie) => cookie.name === "presage_login")?.value ?? "";
  return { url: answer.headers.location ?? "", ticket };
}

async function finish({ app }: Kit, url: string, ticket: string): Promise<{ to: unknown; cookie: string }> {
  const answer = await app.inject({ url, cookies: { presage_login: ticket } });
  const cookie = answer.cookies.find(({ name, value }) => name === "presage_session" && value !== "");
  return { to: answer.headers.location, cookie: cookie?.value ?? "" };
}

onEachStore("logging in with a provider", (open) => {
  it("makes one who one is there, with the role of one's groups", async () => {
    const db = await open();
    const kit = await startPeople(db, { oidc: settings });
    expect((await kit.send("GET", "/api/session")).json()).toMatchObject({
      login: { required: true, oidc: "plant login" },
    });
    const { url, ticket } = await begin(kit, "?to=/failures?site=a");
    const { searchParams: asked } = new URL(url);
    expect([...asked.keys()].toSorted()).toEqual([
      "client_id",
      "code_challenge",
      "code_challenge_method",
      "nonce",
      "redirect_uri",
      "response_type",
      "scope",
      "state",
    ]);
    expect([asked.get("code_challenge_method"), asked.get("scope")]).toEqual(["S256", "openid profile"]);
    const back = await finish(kit, await visit(url, "anna"), ticket);
    expect(back.to).toBe("/failures?site=a");
    const as = { cookie: back.cookie };
    expect((await kit.send("GET", "/as/engineer", undefined, as)).json()).toEqual({
      name: "anna@127.0.0.1",
      role: "engineer",
    });
    const root = await begin(kit);
    const admin = { cookie: (await finish(kit, await visit(root.url, "root"), root.ticket)).cookie };
    const { items } = (await kit.send("GET", "/api/audit?limit=2", undefined, admin)).json<{
      items: object[];
    }>();
    expect(items).toMatchObject([
      { by: "root@127.0.0.1", action: "login", detail: { via: "oidc", role: "admin", subject: "root" } },
      { by: "anna@127.0.0.1", action: "login", detail: { via: "oidc", role: "engineer" } },
    ]);
  });

  it("lets in who has none of the groups only if there is a role for them", async () => {
    const db = await open();
    const strict = await startPeople(db, { oidc: settings });
    const one = await begin(strict);
    expect(await finish(strict, await visit(one.url, "bert"), one.ticket)).toEqual({
      to: "/?problem=role-missing",
      cookie: "",
    });
    const open_ = await startPeople(db, { oidc: { ...settings, defaultRole: "viewer" } });
    const two = await begin(open_);
    const { cookie } = await finish(open_, await visit(two.url, "bert"), two.ticket);
    expect((await open_.send("GET", "/as/viewer", undefined, { cookie })).statusCode).toBe(200);
  });

  it("fails for a browser that was not sent, and for a code that was used or is made up", async () => {
    const db = await open();
    const kit = await startPeople(db, { oidc: settings });
    const failed = { to: "/?problem=login-failed", cookie: "" };
    const { url, ticket } = await begin(kit);
    const back = await visit(url, "anna");
    expect(await finish(kit, back, "")).toEqual(failed);
    expect(await finish(kit, back, (await begin(kit)).ticket)).toEqual(failed);
    expect(await finish(kit, back.replace(/code=[^&]+/, "code=made-up"), ticket)).toEqual(failed);
    expect((await finish(kit, back, ticket)).cookie).not.toBe("");
    expect(await finish(kit, back, ticket)).toEqual(failed);
  });

  it("comes back to the console only, and at its public address", async () => {
    const db = await open();
    const kit = await startPeople(db, { oidc: settings });
    for (const to of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "/.//evil.example",
      "evil",
    ]) {
      const { url, ticket } = await begin(kit, `?to=${encodeURIComponent(to)}`);
      expect((await finish(kit, await visit(url, "anna"), ticket)).to).toBe("/");
    }
    const proxied = await startPeople(db, { oidc: settings, publicUrl: "https://presage.example" });
    const { url } = await begin(proxied);
    expect(new URL(url).searchParams.get("redirect_uri")).toBe(
      "https://presage.example/api/login/oidc/callback",
    );
  });

  it("says so while the provider cannot be reached, and works once it can", async () => {
    const issuer = `http://127.0.0.1:${await freePort()}`;
    const kit = await startPeople(await open(), { oidc: { ...settings, issuer } });
    expect((await begin(kit)).url).toBe("/?problem=provider-unreachable");
    expect(kit.logged.join()).toContain("the provider for logging in cannot be used");
    const late = createServer((_, response) => {
      const metadata = { issuer, authorization_endpoint: `${issuer}/authorize` };
      response.setHeader("content-type", "application/json").end(JSON.stringify(metadata));
    });
    await new Promise<void>(
      (resolve) => void late.listen(Number(new URL(issuer).port), "127.0.0.1", resolve),
    );
    onTestFinished(() => void late.close());
    expect((await begin(kit)).url).toMatch(`${issuer}/authorize?`);
  });
});
