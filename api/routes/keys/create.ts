import type { Role } from '../../../domain/people/permission.js';
import { appendAudit } from '../../../registry/notice/audit.js';
import type { SpeaksFor } from '../../../domain/people/speaks-for.js';
import { listUnknownAuthorities } from '../../../registry/people/authorities.js';
import type { Connection } from '../../../registry/db.js';
import { findPerson, insertApiKey, makeApiKey } from '../../../registry/people/people.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { invalid } from '../../problems.js';
import { keyWrite, newKey } from '../../../contract/admin.js';
import { noQuery } from '../../../contract/query.js';
import { answerWrite } from '../answer-write.js';
import { isUuid } from '../../../contract/uuid.js';
import { actorOf } from '../../../client/caller.js';

/** The person the key is for; a key lends no role that its person has not. */
async function needPerson(trx: Connection, { person, roles }: { person: string; roles: Role[] }): Promise<string> {
  const found = await findPerson(trx, isUuid(person) ? { id: person } : { email: person });
  if (found === undefined) throw invalid('/person', 'There is no such person. GET /v1/people lists who there is.');
  if (!found.active) throw invalid('/person', `${found.name} is not active.`);
  const foreign = roles.findIndex((role) => !found.roles.includes(role));
  if (foreign >= 0)
    throw invalid(
      `/roles/${foreign}`,
      `${found.name} has the roles ${found.roles.join(', ')}, and a key lends no other.`,
    );
  return found.id;
}

/** A key speaks for authorities of the directory alone. */
async function needAuthorities(trx: Connection, speaksFor: SpeaksFor): Promise<void> {
  if (speaksFor === 'all') return;
  const [unknown] = await listUnknownAuthorities(trx, speaksFor);
  if (unknown === undefined) return;
  throw invalid(
    `/speaksFor/${speaksFor.indexOf(unknown)}`,
    'The directory has no authority with this id. GET /v1/authorities lists them.',
  );
}

/** `POST /v1/keys`: makes a key. Its text is in this answer alone; the registry keeps a hash. */
export function registerCreateKey(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Make a key; it is shown once',
    tags: ['keys'],
    querystring: noQuery,
    body: keyWrite,
    response: { 201: newKey },
  };
  app.post('/v1/keys', { schema, preValidation: needs('keys.manage') }, async (request, reply) => {
    const actor = actorOf(callerOf(request));
    const { name, roles, speaksFor = [] } = request.body;
    const expiresAt = request.body.expiresAt == null ? null : new Date(request.body.expiresAt);
    if (expiresAt !== null && expiresAt <= context.now())
      throw invalid('/expiresAt', 'Give a time that is still to come.');
    return answerWrite(context, { request, reply, scope: 'POST /v1/keys' }, async (trx) => {
      const person = await needPerson(trx, request.body);
      await needAuthorities(trx, speaksFor);
      const { id, secret, text } = makeApiKey();
      await insertApiKey(trx, { id, secret, personId: person, name, roles, expiresAt, speaksFor });
      const answer = { id, person, name, roles, expiresAt: expiresAt?.toISOString() ?? null, speaksFor };
      const detail = { key: id, person, name, roles, expiresAt: answer.expiresAt, speaksFor };
      await appendAudit(trx, [{ at: context.now(), noticeId: null, actor, action: 'key_created', detail }]);
      return { status: 201, answer, location: null, shownOnce: { key: text } };
    });
  });
}
