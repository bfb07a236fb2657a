import { Readable } from 'node:stream';
import { partParams } from '../../../contract/params.js';
import { z } from 'zod';
import type { Db } from '../../../registry/db.js';
import { readEach } from '../../../registry/reading.js';
import { findUpload, listUploadProblems } from '../../../registry/targets/upload-views.js';
import { toAttachment } from '../../../application/audit/bundle/file-name.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { ApiProblem } from '../../problems.js';
import { uploadProblem } from '../../../contract/lists.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { toCsv, toCsvRows } from '../../../domain/csv.js';
import { uploadsFor } from './uploads.js';
import { createPageSchema } from '../../../contract/paging.js';

const query = listQuery({
  format: z.enum(['json', 'csv']).default('json').describe('`csv`: all of them as a file, not paged'),
});

export function registerListUploadProblems(app: Api, context: ApiContext): void {
  const schema = {
    params: partParams,
    summary: 'List the rejected lines of an upload',
    tags: ['lists'],
    querystring: query,
    response: { 200: createPageSchema(uploadProblem) },
  };
  app.get('/v1/notices/:id/uploads/:n/problems', { schema }, async (request, reply) => {
    const { row, access } = await findReadableNotice(context, request);
    const n = Number(/^\d{1,9}$/.exec(request.params.n)?.[0] ?? 0);
    const scope = uploadsFor(row.id, access, requireCaller(request));
    const upload = await findUpload(context.db, { ...scope, n });
    if (upload === undefined) throw new ApiProblem('not-found', 'The notice has no such upload.');
    const { cursor, format, ...paging } = request.query;
    if (format === 'csv') {
      const name = toAttachment(`${row.number}-list-${n}-problems.csv`);
      void reply.header('content-disposition', name).type('text/csv; charset=utf-8');
      return reply.send(Readable.from(readEach(streamCsv(context.db, { noticeId: row.id, n }))) as never);
    }
    const [afterPosition = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listUploadProblems(context.db, { noticeId: row.id, n, afterPosition, limit }),
      total: async () => upload.rejected,
      view: ({ line, reason }) => ({ line, reason }),
      key: ({ position }) => [position],
    });
  });
}

const PAGE = 5_000;

async function* streamCsv(db: Db, upload: { noticeId: string; n: number }): AsyncGenerator<string> {
  yield toCsv(['line', 'reason'], []);
  for (let afterPosition = 0; ; ) {
    const problems = await listUploadProblems(db, { ...upload, afterPosition, limit: PAGE });
    if (problems.length > 0) yield toCsvRows(problems.map(({ line, reason }) => [line, reason]));
    if (problems.length < PAGE) return;
    afterPosition = problems.at(-1)?.position ?? afterPosition;
  }
}
