import { createHmac } from "node:crypto";
import * as client from "openid-client";
import type { Role } from "../schema/session.ts";
import { type Claims, nameOf, type OidcSettings, roleOf } from "./claims.ts";
import { newSecret } from "./secret.ts";

/** Who a provider says somebody is. */
export interface Visitor {
  readonly name: string;
  readonly role: Role | undefined;
  /** The provider's own id of the person. */
  readonly subject: string;
}

/** Logging in with OpenID Connect: authorization code with PKCE. */
export interface Provider {
  /** Where to send a browser that is to come back with a code, and what it must bring along. */
  begin(callback: string): Promise<{ readonly url: string; readonly ticket: string }>;
  /**
   * Who has come back. Throws if it was not the browser that was sent, the code or the tokens are not right, or the
   * provider cannot be reached.
   * @param url the callback with its query
   */
  finish(url: URL, ticket: string): Promise<Visitor>;
}

const TICKET_LENGTH = newSecret().length;

/** How long the provider may take to answer, s. */
const PATIENCE_S = 10;

export function openProvider(settings: OidcSettings): Provider {
  let known: Promise<client.Configuration> | undefined;

  /** Asked for when it is needed, and again if it failed: the console starts without the provider. */
  function configuration(): Promise<client.Configuration> {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  return {
    async begin(callback) {
      const ticket = newSecret();
      const { state, nonce, verifier } = derived(ticket);
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback,
        scope: [...new Set(["openid", ...settings.scopes])].join(" "),
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { url: url.href, ticket };
    },
    async finish(url, ticket) {
      // Without one, or with one of somebody's making, anybody could know what is derived from it.
      if (ticket.length !== TICKET_LENGTH)
        throw new Error("the browser was not sent to the provider from here");
      const { state, nonce, verifier } = derived(ticket);
      const config = await configuration();
      const tokens = await client.authorizationCodeGrant(config, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const own: Claims = tokens.claims() ?? {};
      const subject = String(own["sub"]);
      const canAsk = config.serverMetadata().userinfo_endpoint !== undefined;
      const more = canAsk ? await client.fetchUserInfo(config, tokens.access_token, subject) : {};
      const claims = { ...more, ...own };
      return { name: nameOf(claims, settings), role: roleOf(claims, settings), subject };
    },
  };
}

/**
 * Only the browser has the ticket. What the provider and the address bar see is made from it and does not give it away,
 * and nothing has to be kept here meanwhile, so any instance of the console can go on.
 */
function derived(ticket: string): { state: string; nonce: string; verifier: string } {
  const made = (what: string): string => createHmac("sha256", ticket).update(what).digest("base64url");
  return { state: made("state"), nonce: made("nonce"), verifier: made("verifier") };
}

function discover({ issuer, clientId, secret }: OidcSettings): Promise<client.Configuration> {
  const url = new URL(issuer);
  // The configuration allows http on this machine only.
  const insecure = url.protocol === "http:" ? [client.allowInsecureRequests] : [];
  const authentication = secret === undefined ? client.None() : client.ClientSecretPost(secret);
  return client.discovery(url, clientId, secret, authentication, { execute: insecure, timeout: PATIENCE_S });
}
