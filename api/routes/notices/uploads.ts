import { z } from 'zod';
import { toAttachment } from '../../../application/audit/bundle/file-name.js';
import { compareLists, listRejectedLines, streamRejectedLines } from '../../../application/intake/notice/uploads.js';
import { DIFF_PARTS, listDiffView, uploadProblem } from '../../../contract/lists.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams, partParams } from '../../../contract/params.js';
import { listQuery, queryText } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

const problemsQuery = listQuery({
  format: z.enum(['json', 'csv']).default('json').describe('`csv`: all of them as a file, not paged'),
});

const diffQuery = listQuery({
  against: queryText(100).optional().describe('Notice to compare with (default: the latest earlier one)'),
  part: z.enum(DIFF_PARTS).optional().describe('Also return the rows of this part, paged'),
});

export function registerUploads(app: Api, context: ApiContext): void {
  const problems = {
    params: partParams,
    summary: 'List the rejected lines of an upload',
    tags: ['lists'],
    querystring: problemsQuery,
    response: { 200: createPageSchema(uploadProblem) },
  };
  app.get('/v1/notices/:id/uploads/:n/problems', { schema: problems }, async (request, reply) => {
    const caller = requireCaller(request);
    const upload = { id: request.params.id, n: Number(/^\d{1,9}$/.exec(request.params.n)?.[0] ?? 0) };
    if (request.query.format === 'json') return listRejectedLines(context, caller, upload, request.query);
    const { name, csv } = await streamRejectedLines(context, caller, upload);
    void reply.header('content-disposition', toAttachment(name)).type('text/csv; charset=utf-8');
    return reply.send(csv as never);
  });
  const diff = {
    params: idParams,
    summary: "Compare a notice's targets with an earlier notice",
    tags: ['lists'],
    querystring: diffQuery,
    response: { 200: listDiffView },
  };
  app.get('/v1/notices/:id/list-diff', { schema: diff }, async (request) =>
    compareLists(context, requireCaller(request), request.params.id, request.query),
  );
}
