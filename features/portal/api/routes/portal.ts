import { toTypedScope } from '../../../../api/scope.js';
import { createReceiptSigner } from '../../application/intake/receipt-signer.js';
import { findSignedIn } from '../../application/intake/sign-in.js';
import { LARGEST_BODY } from '../../../../api/answer-problems.js';
import type { Api, ApiContext } from '../../../../api/context.js';
import type { PortalContext } from '../context.js';
import { signedOutPage, portalRateLimitPage } from '../sign-in-pages.js';
import { brokenPage, nothingPage, tooLargePage } from '../notice-pages.js';
import { ApiProblem, PROBLEMS } from '../../../../api/problems.js';
import { computeFormToken, portalCookie } from '../session.js';
import { registerPortalSignIn } from './sign-in.js';
import { registerFiling } from './filing.js';
import { registerOwnNotices } from './own-notices.js';
import { buildPageHead, sendPortalPage } from './send.js';

/** Pages and forms per minute and session (our own default). */
const USES_A_MINUTE = 300;
/** Read without a session; larger than any form that requests a link. */
const LARGEST_OPEN_FORM = 16 * 1024;

/**
 * `/portal`: pages for authorities, without scripts; a signer gets in by a one-time link. What belongs to another
 * authority and what does not exist get identical bytes.
 */
export function registerPortal(app: Api, context: ApiContext): void {
  const { receiptKey } = context;
  app.decorateRequest('portal', null);
  if (receiptKey === null) return;
  const portal: PortalContext = Object.create(context, {
    receiptSigner: { value: createReceiptSigner(receiptKey) },
  });
  void app.register(async (plain) => {
    const scope = toTypedScope(plain);
    const type = 'application/x-www-form-urlencoded';
    scope.addContentTypeParser<string>(
      type,
      { parseAs: 'string', bodyLimit: LARGEST_OPEN_FORM },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
      const status = error instanceof ApiProblem ? PROBLEMS[error.slug].status : (error.statusCode ?? 500);
      if (status >= 500) request.log.error({ err: error }, 'a page of the portal failed');
      if (error instanceof ApiProblem) void reply.headers(error.extra.headers ?? {});
      return sendPortalPage(reply, status >= 500 ? 503 : status, pickErrorPage(status));
    });
    registerPortalSignIn(scope, portal);
    void scope.register(async (inside) => registerInside(toTypedScope(inside), portal));
  });
}

function pickErrorPage(status: number): string {
  if (status === 413) return tooLargePage();
  return status === 429 ? portalRateLimitPage() : brokenPage();
}

function registerInside(scope: Api, context: PortalContext): void {
  scope.addContentTypeParser<Buffer>(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    (_request, body, done) => done(null, body),
  );
  const limit = scope.createRateLimit({
    max: USES_A_MINUTE,
    timeWindow: 60_000,
    keyGenerator: ({ portal }) => `portal:${portal?.who.session}`,
  });
  // Before any body is read: only a signed-in client's is.
  scope.addHook('onRequest', async (request, reply) => {
    const cookie = portalCookie(request, context.publicUrl);
    const who = cookie === undefined ? null : await findSignedIn(context, cookie);
    if (cookie === undefined || who === null) return sendPortalPage(reply, 401, signedOutPage());
    request.portal = { who, formToken: computeFormToken(cookie) };
    const counted = await limit(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    void reply.header('retry-after', String(counted.ttlInSeconds));
    return sendPortalPage(reply, 429, portalRateLimitPage());
  });
  registerOwnNotices(scope, context);
  registerFiling(scope, context);
  scope.get('/portal/*', { schema: { hide: true } }, async (request, reply) =>
    sendPortalPage(reply, 404, nothingPage(buildPageHead(request))),
  );
}
