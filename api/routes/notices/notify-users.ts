import { settleUnnotifiedUsers } from '../../../application/letters/user-notices/settle-unnotified.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { notifyUsersAnswer, notifyUsersWrite } from '../../../contract/notice-acts.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';

/**
 * `POST /v1/notices/{id}/tell-users`: retries failed user notices, or records that users were notified in another way.
 */
export function registerNotifyUsers(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Retry user notices, or record that the users were notified in another way',
    description: 'For users whose notice the platform refused or cannot deliver. 409 if there are none.',
    tags: ['notices'],
    querystring: noQuery,
    body: notifyUsersWrite,
    response: { 200: notifyUsersAnswer },
  };
  app.post('/v1/notices/:id/notify-users', { schema, preValidation: needs('notify_users') }, async (request, reply) => {
    const { row } = await findReadableNotice(context, request);
    return answerWrite(context, { request, reply, scope: `POST /v1/notices/${row.id}/notify-users` }, async (trx) => {
      const settling = { trx, caller: requireCaller(request), now: context.now() };
      const messages = await settleUnnotifiedUsers(settling, { noticeId: row.id, ...request.body });
      return { status: 200, answer: { notice: row.id, messages }, location: null };
    });
  });
}
