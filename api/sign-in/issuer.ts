import * as openid from 'openid-client';
import type { Arrival } from '../../application/people/sessions.js';

export interface IssuerSettings {
  issuer: string;
  clientId: string;
  /** Undefined: a public client, which authenticates by PKCE only. */
  clientSecret: string | undefined;
  redirectUri: string;
}

export interface Departure {
  url: string;
  state: string;
  nonce: string;
  verifier: string;
}

export type SignInFailure = 'refused' | 'unreachable';

export class SignInError extends Error {
  readonly why: SignInFailure;

  constructor(why: SignInFailure, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.why = why;
  }
}

export interface SignIn {
  readonly issuer: string;
  depart(loginHint: string | undefined): Promise<Departure>;
  /** Verifies the issuer's answer against the request. */
  arrive(query: URLSearchParams, sent: Omit<Departure, 'url'>): Promise<Arrival>;
  /** The issuer's sign-out address, which leads back to the sign-in page; null if it offers none or does not answer. */
  leave(who: { idToken: string | undefined; loginHint: string }): Promise<string | null>;
  /** Rejects while the issuer's metadata is unavailable. */
  ping(): Promise<void>;
}

const SIGN_IN_PATH = '/sign-in';
/** URLs of several thousand characters are truncated or rejected on the way. */
const MAX_ID_TOKEN = 4_000;
const TIMEOUT_SECONDS = 10;
const CLOCK_TOLERANCE_SECONDS = 30;
const FRESH_MS = 3_600_000;
/**
 * Max age of the last contact with the issuer before a browser is sent there; also the interval of readiness checks.
 */
const HEARD_MS = 30_000;

/** Creates the relying party of one issuer. It does not contact the issuer until somebody signs in. */
export function createSignIn(settings: IssuerSettings, nowMs: () => number = () => performance.now()): SignIn {
  let found: { config: Promise<openid.Configuration>; atMs: number } | undefined;
  const configuration = (freshMs: number): Promise<openid.Configuration> => {
    if (found !== undefined && nowMs() - found.atMs < freshMs) return found.config;
    const config = discover(settings);
    const discovery = { config, atMs: nowMs() };
    found = discovery;
    // The next request tries again.
    config.catch(() => {
      if (found === discovery) found = undefined;
    });
    return config;
  };
  return {
    issuer: settings.issuer,
    async depart(loginHint) {
      const config = await configuration(HEARD_MS).catch(outage);
      const verifier = openid.randomPKCECodeVerifier();
      const state = openid.randomState();
      const nonce = openid.randomNonce();
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: settings.redirectUri,
        scope: 'openid email profile',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...(loginHint === undefined ? {} : { login_hint: loginHint }),
      });
      return { url: url.href, state, nonce, verifier };
    },
    async arrive(query, sent) {
      const config = await configuration(FRESH_MS).catch(outage);
      return exchange(config, { query, sent, redirectUri: settings.redirectUri }).catch(fail);
    },
    async leave({ idToken, loginHint }) {
      const config = await configuration(FRESH_MS).catch(() => undefined);
      if (config?.serverMetadata().end_session_endpoint === undefined) return null;
      const url = openid.buildEndSessionUrl(config, {
        post_logout_redirect_uri: new URL(SIGN_IN_PATH, settings.redirectUri).href,
        ...(idToken === undefined ? { logout_hint: loginHint } : { id_token_hint: idToken }),
      });
      return url.href;
    },
    async ping() {
      await configuration(HEARD_MS);
    },
  };
}

function discover({ issuer, clientId, clientSecret }: IssuerSettings): Promise<openid.Configuration> {
  const plain = issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];
  return openid.discovery(
    new URL(issuer),
    clientId,
    { [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    clientSecret === undefined ? openid.None() : secretAsWanted(clientSecret),
    { execute: plain, timeout: TIMEOUT_SECONDS },
  );
}

/** By HTTP Basic, the default of OpenID Connect, unless the issuer supports only the form. */
function secretAsWanted(secret: string): openid.ClientAuth {
  const [basic, post] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}

async function exchange(
  config: openid.Configuration,
  { query, sent, redirectUri }: { query: URLSearchParams; sent: Omit<Departure, 'url'>; redirectUri: string },
): Promise<Arrival> {
  const url = new URL(redirectUri);
  url.search = query.toString();
  const tokens = await openid.authorizationCodeGrant(config, url, {
    expectedState: sent.state,
    expectedNonce: sent.nonce,
    pkceCodeVerifier: sent.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error('The issuer sent no ID token.');
  return {
    issuer: claims.iss,
    subject: claims.sub,
    idToken: (tokens.id_token?.length ?? 0) > MAX_ID_TOKEN ? undefined : tokens.id_token,
    findEmail: () => readEmail(config, { claims, accessToken: tokens.access_token }).catch(fail),
  };
}

/** Many issuers return the mail address in userinfo only. */
async function readEmail(
  config: openid.Configuration,
  { claims, accessToken }: { claims: openid.IDToken; accessToken: string },
): Promise<{ email: string | undefined; verified: boolean }> {
  const ask = claims['email'] === undefined && config.serverMetadata().userinfo_endpoint !== undefined;
  const userInfo: Record<string, unknown> = ask ? await openid.fetchUserInfo(config, accessToken, claims.sub) : claims;
  const { email, email_verified: verified } = userInfo;
  // Some issuers write the boolean as a text.
  return { email: typeof email === 'string' ? email : undefined, verified: verified === true || verified === 'true' };
}

const PASSING = new Set(['server_error', 'temporarily_unavailable']);

function outage(cause: unknown): never {
  throw new SignInError('unreachable', cause);
}

function fail(cause: unknown): never {
  throw new SignInError(isOutage(cause) ? 'unreachable' : 'refused', cause);
}

function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const {
    name,
    code,
    error: errorCode,
    cause,
  } = error as Partial<Record<'name' | 'code' | 'error' | 'cause', unknown>>;
  if (typeof errorCode === 'string') return PASSING.has(errorCode);
  // No answer at all, or a malformed one.
  const gone = name === 'TypeError' || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM';
  return gone || isOutage(cause);
}
