import { z } from 'zod';
import { listFrozenTargets, listSubmissionChanges } from '../../../application/intake/notice/submissions.js';
import { createPageSchema } from '../../../contract/paging.js';
import { partParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import { frozenLine, submissionChanges } from '../../../contract/submissions.js';
import { targetFilter } from '../../../contract/target-filter.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { DECISION_ACTIONS, FROZEN_ACTIONS } from '../../../domain/targets/decision-action.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../part-number.js';

const lineFilter = {
  action: z.enum(FROZEN_ACTIONS).optional(),
  protected: targetFilter.protected,
};

const toSubmissionId = ({ id, n }: { id: string; n: string }) => ({ id, n: readPartNumber(n) });

const changesQuery = listQuery({
  ...lineFilter,
  action: lineFilter.action.describe('Before or after'),
  from: z
    .enum([...DECISION_ACTIONS, 'none'])
    .optional()
    .describe('The action before; `none`: not decided'),
  to: z.enum(FROZEN_ACTIONS).optional().describe('The action after'),
  against: wholeNumber(1, 2_147_483_647)
    .optional()
    .describe('An earlier submission with the same purpose (default: the latest)'),
});

export function registerSubmissions(app: Api, context: ApiContext): void {
  const frozen = {
    params: partParams,
    summary: 'List the decisions frozen by a submission',
    tags: ['notices'],
    querystring: listQuery(lineFilter),
    response: { 200: createPageSchema(frozenLine) },
  };
  app.get('/v1/notices/:id/submissions/:n/targets', { schema: frozen }, async (request) =>
    listFrozenTargets(context, requireCaller(request), toSubmissionId(request.params), request.query),
  );
  const changes = {
    params: partParams,
    summary: 'List changes since an earlier submission',
    tags: ['notices'],
    querystring: changesQuery,
    response: { 200: submissionChanges },
  };
  app.get('/v1/notices/:id/submissions/:n/changes', { schema: changes }, async (request) =>
    listSubmissionChanges(context, requireCaller(request), toSubmissionId(request.params), request.query),
  );
}
