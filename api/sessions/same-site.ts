import csrf from '@fastify/csrf-protection';
import type { Api, ApiContext } from '../context.js';
import { ApiProblem } from '../problems.js';
import { sessionCookie } from './cookies.js';

/** A read with a body, answered across origins only for the Temporal UI. */
const READS = new Set(['/v1/codec/decode']);
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
export const RELOAD = "Reload the console and try again: this request does not carry its session's CSRF token.";

/**
 * Requires that unsafe requests with a session come from the console itself, by its token and, if the browser sends
 * one, its origin. Browsers never send a key by themselves, so requests with a key need neither.
 */
export async function askForToken(app: Api, { publicUrl }: ApiContext): Promise<void> {
  await app.register(csrf, {
    // The token is a salted hash of the session's secret: another session's token fails, and nothing more has to be
    // stored.
    cookieKey: sessionCookie(publicUrl),
    getToken: ({ headers }) => {
      const token = headers['x-csrf-token'];
      return typeof token === 'string' ? token : undefined;
    },
    logLevel: 'debug',
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.caller?.session == null || SAFE.has(request.method)) return done();
    if (READS.has(request.routeOptions.url ?? '')) return done();
    const { origin } = request.headers;
    if (origin !== undefined && origin !== publicUrl)
      return done(new ApiProblem('forbidden', `This request came from another site. Use the console at ${publicUrl}.`));
    app.csrfProtection(request, reply, done);
  });
}
