import { z } from 'zod';
import { can } from '../../../domain/people/permission.js';
import { liveSince } from '../../../domain/people/session.js';
import { countSessions, listSessions } from '../../../registry/people/sessions.js';
import { requireCaller } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { stamp } from '../../../contract/notice-view.js';
import { createPageSchema } from '../../../contract/paging.js';

const sessionView = z.object({
  id: z.string(),
  person: z.string(),
  personName: z.string(),
  startedAt: stamp,
  lastSeenAt: stamp.describe('Accurate to the minute'),
  userAgent: z.string(),
  current: z.boolean().describe('The session of this request'),
});

export function registerListSessions(app: Api, { db, now, sessionLimits }: ApiContext): void {
  const schema = {
    summary: 'List open sessions',
    tags: ['sign-in'],
    querystring: listQuery({
      person: z.uuid().optional().describe("Default: my own. Other people's sessions need the role admin"),
    }),
    response: { 200: createPageSchema(sessionView) },
  };
  app.get('/v1/sessions', { schema }, async (request) => {
    const caller = requireCaller(request);
    const { cursor, person = caller.person.id, ...paging } = request.query;
    if (person !== caller.person.id && !can(caller.roles, 'people.manage')) throw notPermitted('people.manage');
    const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
    const live = liveSince(sessionLimits, now());
    return answerPage(paging, {
      rows: (limit) => listSessions(db, { person, live, afterId, limit }),
      total: () => countSessions(db, { person, live }),
      view: (row) => ({
        id: row.id,
        person: row.person_id,
        personName: row.person_name,
        startedAt: row.started_at.toISOString(),
        lastSeenAt: row.last_seen_at.toISOString(),
        userAgent: row.user_agent,
        current: row.id === caller.session?.id,
      }),
      key: ({ id }) => [id],
    });
  });
}
