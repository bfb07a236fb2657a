import { settleUnnotifiedUsers } from '../../../application/letters/user-notices/notify-users.js';
import { notifyUsersAnswer, notifyUsersWrite } from '../../../contract/notice-acts.js';
import { idParams } from '../../../contract/params.js';
import { findReadableNotice } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

export function registerNotifyUsers(app: Api, context: ApiContext): void {
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
