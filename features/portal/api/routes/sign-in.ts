import type { FastifyReply, FastifyRequest } from 'fastify';
import { isPlainAddress } from '../../../../domain/letters/mail-address.js';
import { askLink, findSignedIn, leave, checkLink, openLink } from '../../application/intake/sign-in.js';
import { pageOwnNotices } from '../../application/intake/own-notices.js';
import type { Api } from '../../../../api/context.js';
import {
  linkSentPage,
  askPage,
  noPortalLinkPage,
  openPage,
  otherSitePage,
  portalRateLimitPage,
} from '../sign-in-pages.js';
import { noticeListPage } from '../notice-pages.js';
import {
  clearPortalCookie,
  computeFormToken,
  isOfOtherSite,
  isOfSession,
  portalCookie,
  setPortalCookie,
} from '../session.js';
import type { PortalContext } from '../context.js';
import { guard, buildPageHead, sendPortalPage } from './send.js';

/** Requests for a link, and attempts to open one, per minute and address (our own defaults). */
const REQUESTED_A_MINUTE = 20;
const TRIED_A_MINUTE = 30;
const HIDDEN = { schema: { hide: true } };

export function registerPortalSignIn(scope: Api, context: PortalContext): void {
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
