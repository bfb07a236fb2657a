import { appendAudit } from '../../../registry/notice/audit.js';
import type { Connection } from '../../../registry/db.js';
import { findPerson, type Person } from '../../../registry/people/people.js';
import { findPersonByEmail, savePerson } from '../../../registry/people/people-admin.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { invalid } from '../../problems.js';
import { personView, personWrite } from '../../../contract/admin.js';
import { noQuery } from '../../../contract/query.js';
import { endSessions } from '../../sessions/end-sessions.js';
import { answerWrite } from '../answer-write.js';
import { actorOf, type Caller } from '../../../client/caller.js';

type PersonBody = Omit<Person, 'id'> & { id?: string | undefined };

async function findBefore(trx: Connection, { id, email }: PersonBody): Promise<Person | undefined> {
  const byEmail = await findPersonByEmail(trx, email);
  if (id === undefined) return byEmail;
  const byId = await findPerson(trx, { id });
  if (byId === undefined) throw invalid('/id', 'There is no such person. Leave "id" out to add one.');
  if (byEmail !== undefined && byEmail.id !== id) throw invalid('/email', 'Another person has this mail address.');
  return byId;
}

/** Nobody locks themselves out: the last act of an admin must be another admin's. */
function refuseOwnEnd({ person }: Caller, saved: Person): void {
  if (person.id !== saved.id) return;
  if (!saved.active) throw invalid('/active', 'You cannot end your own access. Ask another admin.');
  if (!saved.roles.includes('admin'))
    throw invalid('/roles', 'You cannot take the admin role from yourself. Ask another admin.');
}

/** `POST /v1/people`: adds a person (201) or changes one (200). */
export function registerCreatePerson(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Add or change a person',
    tags: ['people'],
    querystring: noQuery,
    body: personWrite,
    response: { 200: personView, 201: personView },
  };
  app.post('/v1/people', { schema, preValidation: needs('people.manage') }, async (request, reply) => {
    const caller = callerOf(request);
    const { body } = request;
    return answerWrite(context, { request, reply, scope: 'POST /v1/people' }, async (trx) => {
      const before = await findBefore(trx, body);
      const { name, email, roles, active } = body;
      const wanted = { id: before?.id ?? context.newId(), name, email, roles, active };
      refuseOwnEnd(caller, wanted);
      const person = await savePerson(trx, wanted);
      // Their sessions would come to life again with them.
      if (!person.active) await endSessions(trx, { actor: actorOf(caller), person: person.id, at: context.now() });
      const detail = { person: person.id, after: person, before: before ?? null };
      await appendAudit(trx, [
        { at: context.now(), noticeId: null, actor: actorOf(caller), action: 'person_saved', detail },
      ]);
      return { status: before === undefined ? 201 : 200, answer: { ...person }, location: null };
    });
  });
}
