import { toTypedScope, type Api, type ApiContext } from '../../../../api/context.js';
import { createReceiptSigner } from '../../application/intake/receipt-signer.js';
import { findSignedIn, askLink, leave, checkLink, openLink } from '../../application/intake/sign-in.js';
import { LARGEST_BODY } from '../../../../api/answer-problems.js';
import type { PortalContext } from '../context.js';
import {
  signedOutPage,
  portalRateLimitPage,
  linkSentPage,
  askPage,
  noPortalLinkPage,
  openPage,
  otherSitePage,
} from '../sign-in-pages.js';
import { brokenPage, nothingPage, tooLargePage, noticeListPage } from '../notice-pages.js';
import { ApiProblem, PROBLEMS } from '../../../../api/problems.js';
import {
  computeFormToken,
  portalCookie,
  clearPortalCookie,
  isOfOtherSite,
  isOfSession,
  setPortalCookie,
} from '../session.js';
import { registerFiling } from './filing.js';
import { registerOwnNotices } from './own-notices.js';
import { buildPageHead, sendPortalPage, guard } from './send.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPlainAddress } from '../../../../domain/letters/mail-address.js';
import { pageOwnNotices } from '../../application/intake/own-notices.js';

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

/** Requests for a link, and attempts to open one, per minute and address (our own defaults). */
const REQUESTED_A_MINUTE = 20;
const TRIED_A_MINUTE = 30;
const HIDDEN = { schema: { hide: true } };

function registerPortalSignIn(scope: Api, context: PortalContext): void {
  const { publicUrl } = context;
  const limitAsking = createLimit(scope, 'portal-ask', REQUESTED_A_MINUTE);
  const limitTrying = createLimit(scope, 'portal-open', TRIED_A_MINUTE);
  scope.get('/portal', HIDDEN, async (request, reply) => {
    const cookie = portalCookie(request, publicUrl);
    const who = cookie === undefined ? null : await findSignedIn(context, cookie);
    if (cookie === undefined || who === null) return sendPortalPage(reply, 200, askPage());
    request.portal = { who, formToken: computeFormToken(cookie) };
    const page = await pageOwnNotices(context, who, readQuery(request).get('before'));
    return sendPortalPage(reply, 200, noticeListPage(buildPageHead(request), page));
  });
  scope.post('/portal/links', HIDDEN, async (request, reply) => {
    if (await limitAsking(request, reply)) return sendPortalPage(reply, 429, portalRateLimitPage());
    if (isOfOtherSite(request, publicUrl)) return sendPortalPage(reply, 403, otherSitePage());
    const address = (readFields(request).get('email') ?? '').trim();
    if (isPlainAddress(address)) await askLink(context, { address, origin: publicUrl ?? '' });
    return sendPortalPage(reply, 200, linkSentPage());
  });
  scope.get('/portal/open', HIDDEN, async (request, reply) => {
    if (await limitTrying(request, reply)) return sendPortalPage(reply, 429, portalRateLimitPage());
    const token = readQuery(request).get('token') ?? '';
    const opened = await checkLink(context, token);
    return opened === null
      ? sendPortalPage(reply, 404, noPortalLinkPage())
      : sendPortalPage(reply, 200, openPage(token, opened));
  });
  scope.post('/portal/open', HIDDEN, async (request, reply) => {
    if (await limitTrying(request, reply)) return sendPortalPage(reply, 429, portalRateLimitPage());
    if (isOfOtherSite(request, publicUrl)) return sendPortalPage(reply, 403, otherSitePage());
    const sent = readFields(request);
    const cookie = await openLink(context, { token: sent.get('token') ?? '', name: sent.get('name') });
    if (cookie === null) return sendPortalPage(reply, 404, noPortalLinkPage());
    setPortalCookie(reply, publicUrl, cookie);
    return guard(reply).redirect('/portal', 303);
  });
  scope.post('/portal/leave', HIDDEN, async (request, reply) => {
    const cookie = portalCookie(request, publicUrl);
    if (cookie !== undefined) {
      if (!isOfSession(readFields(request).get('csrf'), computeFormToken(cookie)))
        return sendPortalPage(reply, 403, otherSitePage());
      const who = await findSignedIn(context, cookie);
      if (who !== null) await leave(context, who);
    }
    clearPortalCookie(reply, publicUrl);
    return guard(reply).redirect('/portal', 303);
  });
}

function readQuery({ url }: FastifyRequest): URLSearchParams {
  return new URL(url, 'http://desk.invalid').searchParams;
}

function readFields({ body }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(typeof body === 'string' ? body : '');
}

function createLimit(scope: Api, name: string, max: number) {
  const limit = scope.createRateLimit({ max, timeWindow: 60_000, keyGenerator: ({ ip }) => `${name}:${ip}` });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    const counted = await limit(request);
    if (counted.isAllowed || !counted.isExceeded) return false;
    void reply.header('retry-after', String(counted.ttlInSeconds));
    return true;
  };
}
