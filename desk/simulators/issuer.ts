import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors, Provider, type KoaContextWithOIDC } from 'oidc-provider';
import { DEMO_PEOPLE } from './demo-people.js';
import type { IssuerRequest } from './simulators-spec.js';
import { choicePage, failurePage, leavePage, LEAVE_HEADERS, leftPage, PAGE_HEADERS } from './issuer-pages.js';
import { logFailure, openServer, readText, type SimulatorServer } from './http-server.js';

const SECONDS = { way: 600, token: 60 };
const SESSION_COOKIE = 'nd_issuer_session';
const MAX_FORM_BYTES = 1_000;

/**
 * Starts the embedded desk's OpenID Connect issuer: the demo people, no passwords, loopback only. It speaks the same
 * protocol as an organisation's issuer, so the desk needs only one code path for sign-in.
 */
export async function startIssuer(input: IssuerRequest): Promise<SimulatorServer> {
  const { port, knownAs, clientId, redirectUri, key, cookieKey } = input;
  let started: { provider: Provider; answer: ReturnType<Provider['callback']> } | undefined;
  const server = await openServer(port, (app) => {
    const serve = (work: (call: Call) => Promise<void>) => async (request: FastifyRequest, reply: FastifyReply) => {
      if (started === undefined) return reply.code(503).send();
      forgetWhoWasHere(request.raw);
      reply.hijack();
      const call = { ...started, request, response: reply.raw };
      await work(call).catch((error: unknown) => fail(error, reply.raw));
      return reply;
    };
    app.all('/interaction/:uid(^[\\w-]+$)', { bodyLimit: MAX_FORM_BYTES }, serve(interact));
    app.register(async (scope) => {
      // The provider reads bodies itself.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _body, done) => done(null));
      scope.all(
        '/*',
        serve(({ answer, request: { raw }, response }) => answer(raw, response)),
      );
    });
  });
  const provider = createProvider(`http://127.0.0.1:${knownAs ?? server.port}`, {
    clientId,
    redirectUri,
    key,
    cookieKey,
  });
  started = { provider, answer: provider.callback() };
  return server;
}

interface Call {
  provider: Provider;
  answer: ReturnType<Provider['callback']>;
  request: FastifyRequest;
  response: ServerResponse;
}

function createProvider(
  issuer: string,
  { clientId, redirectUri, key, cookieKey }: Omit<IssuerRequest, 'port' | 'knownAs'>,
): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [new URL('/sign-in', redirectUri).href],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...key, use: 'sig', alg: 'ES256', kid: 'desk' }] },
    cookies: { keys: [cookieKey], names: { session: SESSION_COOKIE } },
    features: {
      devInteractions: { enabled: false },
      // The person has already confirmed the sign-out to the desk, so no confirmation is shown.
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => show(context, leavePage(form), LEAVE_HEADERS),
        postLogoutSuccessSource: (context) => show(context, leftPage()),
      },
    },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => {
      const person = DEMO_PEOPLE.find(({ name }) => name === id);
      if (person === undefined) return undefined;
      const { name } = person;
      const claims = { sub: name, name, email: `${name}@desk.example`, email_verified: true };
      return { accountId: name, claims: () => claims };
    },
    // The desk is the only client and a trusted one, so no consent is requested.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId, ...toAccount(oidc.session?.accountId) });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    renderError: (context, out) => show(context, failurePage(out.error_description ?? out.error)),
    ttl: {
      Interaction: SECONDS.way,
      Session: SECONDS.way,
      Grant: SECONDS.way,
      AuthorizationCode: SECONDS.token,
      AccessToken: SECONDS.token,
      IdToken: SECONDS.token,
    },
  });
}

function toAccount(accountId: string | undefined) {
  return accountId === undefined ? {} : { accountId };
}

function show(context: KoaContextWithOIDC, page: string, headers: Record<string, string> = PAGE_HEADERS): void {
  context.type = 'html';
  context.set(headers);
  context.body = page;
}

/**
 * Each sign-in asks who is there, because someone who tries out four-eyes approval alone signs in as several people.
 */
function forgetWhoWasHere(request: IncomingMessage): void {
  const { cookie } = request.headers;
  if (cookie === undefined || request.url?.startsWith('/session/end')) return;
  const kept = cookie.split(/; */).filter((pair) => !pair.startsWith(SESSION_COOKIE));
  request.headers.cookie = kept.join('; ');
}

/** A `login_hint` that names a demo person skips the question. */
async function interact({ provider, request, response }: Call): Promise<void> {
  const { params, uid } = await provider.interactionDetails(request.raw, response);
  const chosen =
    request.method === 'POST' ? new URLSearchParams(readText(request)).get('person') : params['login_hint'];
  const person = DEMO_PEOPLE.find(({ name }) => name === chosen);
  if (person !== undefined) {
    await provider.interactionFinished(request.raw, response, { login: { accountId: person.name, remember: false } });
    return;
  }
  response.writeHead(200, PAGE_HEADERS).end(choicePage(`/interaction/${uid}`));
}

/** An abandoned sign-in, or one from another browser, must be restarted from the console. */
function fail(error: unknown, response: ServerResponse): void {
  const known = error instanceof errors.OIDCProviderError;
  if (!known) logFailure('issuer request failed', error);
  if (response.headersSent) return void response.destroy();
  const why = 'This sign-in has expired. Open the console again and sign in from there.';
  response.writeHead(known ? 400 : 500, PAGE_HEADERS).end(failurePage(why));
}
