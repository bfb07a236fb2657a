import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface Account {
  email?: string;
  email_verified?: boolean | string;
}

export interface IssuerFixture {
  url: string;
  accounts: Map<string, Account>;
  /** Subject that signs in at the next visit; null: the person declines. */
  visitor: string | null;
  seen: string[];
  visit(url: string): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const SECRET = 'a secret that only the desk and its issuer know';
export const CONFIDENTIAL = { clientId: 'desk-with-secret', clientSecret: SECRET };
export const PUBLIC = { clientId: 'desk', clientSecret: undefined };

/** Starts a real OpenID Connect issuer on loopback whose users answer immediately as the test has set. */
export async function startIssuerFixture(
  redirectUri: string,
  { signsOut = true }: { signsOut?: boolean } = {},
): Promise<IssuerFixture> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  const server = createServer((request, response) => {
    fixture.seen.push(`${request.method} ${(request.url ?? '').split('?')[0]}`);
    void handle?.(request, response);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const shared = {
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [new URL('/sign-in', redirectUri).href],
    id_token_signed_response_alg: 'ES256',
  } as const;
  const provider = new Provider(url, {
    clients: [
      { client_id: PUBLIC.clientId, token_endpoint_auth_method: 'none', ...shared },
      { client_id: CONFIDENTIAL.clientId, client_secret: SECRET, ...shared },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'k' }] },
    cookies: { keys: ['for tests'] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: signsOut } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => {
      const account = fixture.accounts.get(id);
      return account && { accountId: id, claims: () => ({ sub: id, ...account }) };
    },
    loadExistingGrant: async ({ oidc }) => {
      const accountId = oidc.session?.accountId;
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        ...(accountId === undefined ? {} : { accountId }),
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  handle = async (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return answer(request, response);
    const result = fixture.visitor === null ? { error: 'access_denied' } : { login: { accountId: fixture.visitor } };
    await provider.interactionFinished(request, response, result);
  };
  const fixture: IssuerFixture = {
    url,
    accounts: new Map(),
    visitor: null,
    seen: [],
    async visit(from) {
      const cookies = new Map<string, string>();
      for (let at = from; ; ) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
        for (const line of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          cookies.set(name, value);
        }
        const location = response.headers.get('location');
        if (location === null) throw new Error(`the issuer answered ${response.status}: ${await response.text()}`);
        at = new URL(location, at).href;
        if (at.startsWith(redirectUri)) return at;
      }
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    start: () => listen(port),
  };
  return fixture;
}
