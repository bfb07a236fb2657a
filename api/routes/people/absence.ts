import type { FastifyRequest } from 'fastify';
import { readId } from '../../access.js';
import { idParams } from '../../../contract/params.js';
import type { z } from 'zod';
import type { EventOf } from '../../../domain/event.js';
import { can } from '../../../domain/people/permission.js';
import {
  endAbsences,
  insertAbsence,
  isAbsentBetween,
  listAbsences,
  type Absence,
} from '../../../registry/people/absences.js';
import { appendAudit } from '../../../registry/notice/audit.js';
import type { Connection } from '../../../registry/db.js';
import { findPerson, type Person } from '../../../registry/people/people.js';
import { callerOf, notPermitted } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { invalid, Problem } from '../../problems.js';
import { absenceWrite, personView } from '../../../contract/admin.js';
import { noQuery } from '../../../contract/query.js';
import { answerWrite } from '../answer-write.js';
import { isUuid } from '../../../contract/uuid.js';
import { actorOf, type Caller } from '../../../client/caller.js';

type AbsenceBody = Exclude<z.infer<typeof absenceWrite>, { over: true }>;

/** Admins mark anybody absent; everybody marks themselves. */
async function needsAdminOrSelf(request: FastifyRequest): Promise<void> {
  const { person, roles } = callerOf(request);
  if (readId(request) !== person.id && !can(roles, 'people.manage')) throw notPermitted('people.manage');
}

/** An absence as sent, with a substitute who is there all the while. */
async function readAbsence(
  trx: Connection,
  { person, body, now }: { person: Person; body: AbsenceBody; now: Date },
): Promise<{ from: Date; until: Date; substitute: Person }> {
  const from = body.from == null ? now : new Date(body.from);
  const until = new Date(body.until);
  if (until <= now || until <= from) throw invalid('/until', 'An absence ends after it begins, and in the future.');
  const key = isUuid(body.substitute) ? { id: body.substitute } : { email: body.substitute };
  const substitute = await findPerson(trx, key);
  if (substitute === undefined || !substitute.active)
    throw invalid('/substitute', 'There is no such active person. Give a person id or a mail address of staff.');
  if (substitute.id === person.id) throw invalid('/substitute', 'Somebody else stands in.');
  if (await isAbsentBetween(trx, { person: substitute.id, from, until }))
    throw invalid('/substitute', 'That person is absent in this time too. Their own substitute does not count.');
  return { from, until, substitute };
}

/** An absence as shown. */
export function toAbsenceView({ from, until, substitute, substituteName }: Absence) {
  return { from: from.toISOString(), until: until.toISOString(), substitute, substituteName };
}

async function mark(
  trx: Connection,
  { context, caller, person, body }: { context: ApiContext; caller: Caller; person: Person; body: AbsenceBody },
): Promise<void> {
  const now = context.now();
  const { from, until, substitute } = await readAbsence(trx, { person, body, now });
  await endAbsences(trx, { person: person.id, at: from });
  const who = { person: person.id, substitute: substitute.id };
  await insertAbsence(trx, { id: context.newId(), ...who, from, until, enteredBy: caller.person.id });
  const detail = { ...who, from: from.toISOString(), until: until.toISOString() };
  await tell(trx, { context, caller }, { action: 'absence_entered', detail });
}

async function tell(
  trx: Connection,
  { context, caller }: { context: ApiContext; caller: Caller },
  event: EventOf<'absence_entered' | 'absence_ended'>,
): Promise<void> {
  await appendAudit(trx, [{ at: context.now(), noticeId: null, actor: actorOf(caller), ...event }]);
}

/**
 * `POST /v1/people/{id}/absence`: marks a person absent. Meanwhile the substitute holds their approver and counsel
 * roles, to approve, return and acknowledge escalations.
 */
export function registerAbsence(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Mark a person absent, or back',
    tags: ['people'],
    querystring: noQuery,
    body: absenceWrite,
    response: { 200: personView },
  };
  app.post('/v1/people/:id/absence', { schema, preValidation: needsAdminOrSelf }, async (request, reply) => {
    const caller = callerOf(request);
    const { body } = request;
    const { id } = request.params;
    const scope = `POST /v1/people/${id}/absence`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      const person = isUuid(id) ? await findPerson(trx, { id }) : undefined;
      if (person === undefined) throw new Problem('not-found', 'There is no such person.');
      if ('over' in body) {
        await endAbsences(trx, { person: id, at: context.now() });
        await tell(trx, { context, caller }, { action: 'absence_ended', detail: { person: id } });
      } else await mark(trx, { context, caller, person, body });
      const absences = await listAbsences(trx, [id], context.now());
      return { status: 200, answer: { ...person, absences: absences.map(toAbsenceView) }, location: null };
    });
  });
}
