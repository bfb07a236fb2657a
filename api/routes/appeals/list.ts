import { z } from 'zod';
import { APPEAL_STATES } from '../../../domain/appeals/appeal.js';
import { countAppeals, listAppeals, type AppealRow } from '../../../registry/appeals/appeals.js';
import { appealView } from '../../../contract/appeals.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { toReader } from '../../../application/caller.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { recordSecretReads } from '../../../application/secret-reads.js';
import { toAppealView } from '../../../application/appeals/appeal-view.js';

const query = listQuery({
  state: z.enum(APPEAL_STATES).optional(),
  notice: z.uuid().optional().describe('Only appeals about this notice'),
});

/** `GET /v1/appeals`: the nearest due first; only appeals whose notice the caller can read. */
export function registerListAppeals(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List appeals, earliest deadline first',
    tags: ['appeals'],
    querystring: query,
    response: { 200: createPageSchema(appealView) },
  };
  app.get('/v1/appeals', { schema, preValidation: needs('appeal.read') }, async (request) => {
    const caller = requireCaller(request);
    const { cursor, limit, count, ...filter } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
    const after = key === null ? null : { dueMs: key[0], id: key[1] };
    const question = { reader: toReader(caller), filter };
    const seen: AppealRow[] = [];
    const page = await answerPage(
      { limit, count },
      {
        rows: (max) => listAppeals(context.db, { ...question, after, limit: max }),
        total: () => countAppeals(context.db, question),
        view: (row: AppealRow) => {
          seen.push(row);
          return toAppealView(row, caller);
        },
        key: (row) => [row.due_at.getTime(), row.id],
      },
    );
    await recordSecretReads(context, caller, { seen: seen.flatMap(toSeenNotice), list: 'appeals' });
    return page;
  });
}

export function toSeenNotice({ notice_id: id, secrecy_level: level }: AppealRow): { id: string; level: string }[] {
  return id === null || level === null ? [] : [{ id, level }];
}
