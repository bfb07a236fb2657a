import {
  listNoticeManualActions,
  recordManualAction,
  settleRecord,
} from '../../../application/intake/notice/manual-actions.js';
import {
  manualActionSettle,
  manualActionView,
  manualActionWrite,
} from '../../../contract/enforcement/manual-actions.js';
import { idParams, partParams } from '../../../contract/params.js';
import { noticeTo, readPartNumber } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { listsOf } from './lists.js';

export function registerManualActions(app: Api, context: ApiContext): void {
  listsOf(app, context)('manual-actions', {
    summary: 'List what was done by hand for a notice, oldest first',
    tags: ['notices'],
    view: manualActionView,
    read: listNoticeManualActions,
  });
  const shared = { tags: ['notices'], admit: 'manual_action' as const, find: noticeTo(context, 'facts') };
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/manual-actions',
    params: idParams,
    summary: 'Record what was done on the platform by hand, e.g. in an outage',
    description:
      'Evidence beside the ledger: it changes no target and meets no clock, and enforcement still proves its own effect. The same record again answers the first.',
    body: manualActionWrite,
    response: { 201: manualActionView },
    write: async (acting, { found: row, body }) => ({ answer: await recordManualAction(acting, { row, ...body }) }),
  });
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/manual-actions/:n/settle',
    params: partParams,
    summary: 'Confirm what another person recorded as done by hand, or refuse it',
    description: 'Its author cannot confirm it (403 `four-eyes`) but can withdraw it by `confirm: false`.',
    body: manualActionSettle,
    response: { 200: manualActionView },
    write: async (acting, { found: row, params: { n }, body: settle }) => ({
      answer: await settleRecord(acting, { row, number: readPartNumber(n), settle }),
    }),
  });
}
