import {
  listNoticeReasons,
  listNoticeStatements,
  stateNoticeReasons,
} from '../../application/letters/notice-statements.js';
import { idParams } from '../../../../contract/params.js';
import { reasonsView, statedView, statementsWrite, statementView } from '../../contract/statements.js';
import { noQuery } from '../../../../contract/query.js';
import { noticeTo } from '../../../../api/access.js';
import { requireCaller } from '../../../../api/caller.js';
import type { Api, ApiContext } from '../../../../api/context.js';
import { listsOf } from '../../../../api/routes/notices/lists.js';
import { writeRoute } from '../../../../api/write-route.js';

export function registerStatements(app: Api, context: ApiContext): void {
  listsOf(app, context)('statements', {
    summary: 'List statements of reasons about the targets of a notice',
    description: 'In the fields of the DSA Transparency Database, API version 2 (docs/working/counsel.md).',
    view: statementView,
    read: listNoticeStatements,
  });
  const versions = {
    params: idParams,
    summary: 'List versions of the stated reasons with their approvals',
    description: 'Latest version first. `unpublishable` says why no reasons may be stated.',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: reasonsView },
  };
  app.get('/v1/notices/:id/statements/versions', { schema: versions }, async (request) =>
    listNoticeReasons(context, requireCaller(request), request.params.id),
  );
  writeRoute(app, context, {
    url: '/v1/notices/:id/statements',
    params: idParams,
    summary: 'State the reasons for restricting targets, for the DSA Transparency Database',
    description:
      'Unchanged reasons are not stated again. 409 while the notice is secret, or if its law forbids publication. Another person approves the version (`…/statements/{n}/approve`); it is then queued for the database (DSA_TDB_URL).',
    tags: ['notices'],
    body: statementsWrite,
    response: { 200: statedView },
    admit: 'submit',
    find: noticeTo(context, 'documents'),
    write: async (acting, { found, body }) => ({ answer: await stateNoticeReasons(acting, found, body) }),
  });
}
