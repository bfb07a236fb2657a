import { z } from 'zod';
import { ROLES } from '../../../domain/people/permission.js';
import { listAbsences } from '../../../registry/people/absences.js';
import { countPeople } from '../../../registry/targets/counts.js';
import { listPeople } from '../../../registry/people/people.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { createPageSchema } from '../../../contract/paging.js';

const colleagueView = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  active: z.boolean(),
  away: z.boolean().describe('Currently absent, with a substitute'),
});

/** `GET /v1/colleagues`: what is needed to hand a notice over; mail addresses are for admins only. */
export function registerListColleagues(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'List colleagues to assign a notice to',
    tags: ['people'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(colleagueView) },
  };
  app.get('/v1/colleagues', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
    const after = key === null ? null : { name: key[0], id: key[1] };
    return answerPage(paging, {
      rows: async (limit) => {
        const people = await listPeople(db, { after, limit });
        const ids = people.map(({ id }) => id);
        const absent = new Set(
          (await listAbsences(db, ids, now())).filter(({ from }) => from <= now()).map((one) => one.person),
        );
        return people.map((person) => ({ ...person, away: absent.has(person.id) }));
      },
      total: () => countPeople(db),
      view: ({ id, name, roles, active, away }) => ({ id, name, roles, active, away }),
      key: ({ name, id }) => [name, id],
    });
  });
}
