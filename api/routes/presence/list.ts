import { z } from 'zod';
import { countPresence, listPresence } from '../../../registry/notices/presence.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { presenceView } from '../../../contract/people/console.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { toPresenceView } from '../../../application/intake/notice/presence.js';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';

/**
 * `GET /v1/presence`: polled every few seconds, so recording an auditor's reads here would flood the log. Secret
 * notices that the caller can read only as an auditor are left out.
 */
export function registerListPresence(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List who is viewing which notice',
    tags: ['presence'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(presenceView) },
  };
  app.get('/v1/presence', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const { id, roles } = toReader(requireCaller(request));
    const question = { reader: { id, roles: roles.filter((role) => role !== 'auditor') }, now: context.now() };
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.uuid, cursorKeys.uuid]));
    const after = key === null ? null : { noticeId: key[0], personId: key[1] };
    return answerPage(paging, {
      rows: (limit) => listPresence(context.db, { ...question, after, limit }),
      total: () => countPresence(context.db, question),
      view: toPresenceView,
      key: ({ notice_id: notice, person_id: person }) => [notice, person],
    });
  });
}
