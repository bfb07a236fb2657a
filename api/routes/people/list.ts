import { z } from 'zod';
import { countPeople } from '../../../registry/targets/counts.js';
import { listAbsences } from '../../../registry/people/absences.js';
import type { Connection } from '../../../registry/db.js';
import { listPeople, type Person } from '../../../registry/people/people.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { personView } from '../../../contract/people/admin.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { toAbsenceView } from './absence.js';
import { createPageSchema } from '../../../contract/paging.js';

async function withAbsences(db: Connection, people: readonly Person[], now: Date) {
  const absences = await listAbsences(
    db,
    people.map(({ id }) => id),
    now,
  );
  return people.map((person) => ({
    ...person,
    absences: absences.filter((absence) => absence.person === person.id).map(toAbsenceView),
  }));
}

export function registerListPeople(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'People',
    tags: ['people'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(personView) },
  };
  app.get('/v1/people', { schema, preValidation: needs('people.manage') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
    const after = key === null ? null : { name: key[0], id: key[1] };
    return answerPage(paging, {
      rows: async (limit) => withAbsences(db, await listPeople(db, { after, limit }), now()),
      total: () => countPeople(db),
      view: (person) => person,
      key: ({ name, id }) => [name, id],
    });
  });
}
