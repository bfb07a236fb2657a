import { askOrLift, setHold } from '../../../application/audit/retention/holds.js';
import { confirmWrite } from '../../../application/step-up.js';
import { idParams, partParams } from '../../../contract/params.js';
import { heldNotice, holdWrite } from '../../../contract/retention.js';
import { findReadableNotice, readPartNumber } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { decideContestedRule } from '../../../application/clocks/rulebook/contested-rules.js';
import {
  contestedDecided,
  contestedWrite,
  notifyUsersAnswer,
  notifyUsersWrite,
  breakGlass,
  breakGlassView,
} from '../../../contract/notice-acts.js';
import { settleUnnotifiedUsers } from '../../../application/letters/user-notices/notify-users.js';
import { readReply } from '../../../application/intake/inbound/read-reply.js';
import { readReply as readReplyView } from '../../../contract/mail/inbound.js';
import { noBody, noQuery } from '../../../contract/query.js';
import { beginBreakGlass } from '../../../application/people/secrecy/break-glass.js';
import { requireCaller, needs } from '../../caller.js';

export function registerNoticeActs(app: Api, context: ApiContext): void {
  registerBreakGlass(app, context);
  registerNotifyUsers(app, context);
  registerContestedRules(app, context);
  registerHold(app, context);
  registerReadReply(app, context);
}

/** Prevents any erasure until two people have lifted the hold. */
function registerHold(app: Api, context: ApiContext): void {
  const shared = {
    params: idParams,
    tags: ['retention'],
    body: holdWrite,
    response: { 200: heldNotice },
    find: findReadableNotice.bind(null, context),
  };
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/hold',
    summary: 'Put a notice under a legal hold',
    description: 'Nothing in it is erased until two people have lifted the hold. 409 if it is already under one.',
    admit: 'hold',
    write: async (acting, { found: { row }, body: { reason } }) => ({
      answer: await setHold(acting, { noticeId: row.id, reason }),
    }),
  });
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/lift-hold',
    summary: 'Request to lift a legal hold, or approve the request',
    description:
      'Counsel requests it; another counsel, or an approver with access to the notice, approves. 409 if there is no hold.',
    admit: 'lift_hold',
    write: async (acting, { found: { row }, body: { reason } }) => {
      await confirmWrite(acting);
      return { answer: await askOrLift(acting, { noticeId: row.id, reason }) };
    },
  });
}

function registerContestedRules(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/notices/:id/contested-rules',
    params: idParams,
    summary: "Decide a contested rule of a notice's law",
    description:
      'Counsel only. Until then nothing is published and affected people are not notified. The latest decision applies; 409 if the law has no such contested rule.',
    tags: ['notices'],
    body: contestedWrite,
    response: { 200: contestedDecided },
    admit: 'decide_contested',
    find: (request) => findReadableNotice(context, request),
    write: async (acting, { found: { row }, body }) => ({
      answer: await decideContestedRule(acting, { row, ...body }),
    }),
  });
}

function registerNotifyUsers(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/notices/:id/notify-users',
    params: idParams,
    summary: 'Retry user notices, or record that the users were notified in another way',
    description: 'For users whose notice the platform refused or cannot deliver. 409 if there are none.',
    tags: ['notices'],
    body: notifyUsersWrite,
    response: { 200: notifyUsersAnswer },
    admit: 'notify_users',
    find: (request) => findReadableNotice(context, request),
    write: async (acting, { found: { row }, body }) => ({
      answer: await settleUnnotifiedUsers(acting, { noticeId: row.id, ...body }),
    }),
  });
}

/** `POST /v1/notices/{id}/replies/{n}/read`: marks a reply of the authority as read, which resolves its alert. */
function registerReadReply(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/notices/:id/replies/:n/read',
    params: partParams,
    summary: 'Mark a reply as read',
    tags: ['notices'],
    body: noBody,
    response: { 200: readReplyView },
    admit: 'read_reply',
    find: (request) => findReadableNotice(context, request),
    write: async (acting, { found: { row }, params: { n } }) => ({
      answer: await readReply(acting, { noticeId: row.id, reply: readPartNumber(n) }),
    }),
  });
}

/**
 * `POST /v1/notices/{id}/break-glass`: temporary access for counsel who is not named; readers, auditors and other
 * counsel are notified.
 */
function registerBreakGlass(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Take break-glass access to a secret notice for a limited time, with a reason',
    description: 'People with access to the notice, auditors and other counsel are notified. Every access is recorded.',
    tags: ['notices'],
    querystring: noQuery,
    body: breakGlass,
    response: { 200: breakGlassView },
  };
  app.post('/v1/notices/:id/break-glass', { schema, preValidation: needs('break_glass') }, async (request) => {
    const { id } = request.params;
    const { until } = await beginBreakGlass(context, { caller: requireCaller(request), id, ...request.body });
    return { notice: id, until: until.toISOString() };
  });
}
