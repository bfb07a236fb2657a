import { askOrLift, setHold } from '../../../application/audit/retention/holds.js';
import { confirmWrite } from '../../../application/step-up.js';
import { idParams } from '../../../contract/params.js';
import { heldNotice, holdWrite } from '../../../contract/retention.js';
import { findReadableNotice } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

/** Prevents any erasure until two people have lifted the hold. */
export function registerHold(app: Api, context: ApiContext): void {
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
