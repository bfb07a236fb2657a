import type { z } from 'zod';
import type { absenceWrite, personView } from '../../contract/people/admin.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import { DELEGATED_ROLES } from '../../domain/people/delegate.js';
import { maySubstitute } from '../../domain/people/substitute.js';
import { appendAudit } from '../../registry/notices/audit.js';
import {
  endAbsences,
  insertAbsence,
  isAbsentBetween,
  listAbsences,
  type Absence,
} from '../../registry/people/absences.js';
import { findPerson, type Person } from '../../registry/people/people.js';
import type { Connection } from '../../registry/db.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { invalid, Refusal } from '../refusal.js';
import { needPerson, toPersonKey, type PersonKey } from './find-person.js';
import { confirmWrite } from '../step-up.js';
import { askChange, done, type ChangeOutcome } from './ask-change.js';
import { CURES } from '../../domain/commands/cures.js';
import { noLongerActive } from './keys.js';

interface Period {
  /** Null: from now on. */
  from: Date | null;
  until: Date;
  substitute: PersonKey;
}

const NOT_ONESELF = 'You cannot appoint yourself as a substitute. Have another admin or counsel do it.';

async function needSubstitute(
  trx: Connection,
  { person, from, until, substitute: key }: { person: Person; from: Date; until: Date } & Pick<Period, 'substitute'>,
): Promise<Person> {
  const substitute = await findPerson(trx, key);
  if (substitute === undefined || !substitute.active) throw invalid('/substitute', CURES.noActivePerson);
  if (substitute.id === person.id) throw invalid('/substitute', 'The substitute must be another person.');
  if (!maySubstitute({ absent: person.roles, substitute: substitute.roles })) {
    const needed = person.roles.filter((role) => DELEGATED_ROLES.includes(role)).join(' or ');
    throw invalid(
      '/substitute',
      `A substitute for ${person.name} must already be ${needed}; ${substitute.name} is not.`,
    );
  }
  if (await isAbsentBetween(trx, { person: substitute.id, from, until }))
    throw invalid('/substitute', 'That person is also absent during this time. Their own substitute does not count.');
  return substitute;
}

/**
 * Marks a person absent, or ends their absences. Returns the person with their absences, or the change if another
 * person has to confirm it.
 */
export async function changeAbsence(
  acting: Acting,
  { id, body }: { id: string; body: z.output<typeof absenceWrite> },
): Promise<ChangeOutcome<z.input<typeof personView>>> {
  const { trx, services } = acting;
  const person = await needPerson(trx, id, 'There is no such person.');
  const outcome = 'over' in body ? await endAbsence(acting, id) : await askAbsence(acting, { person, body });
  if (outcome.pending) return outcome;
  return done({ ...person, absences: (await listAbsences(trx, [id], services.now())).map(toAbsenceView) });
}

export function toAbsenceView({ from, until, substitute, substituteName }: Absence) {
  return { from: from.toISOString(), until: until.toISOString(), substitute, substituteName };
}

/**
 * Marks a person absent: immediately for the caller, after a second person's confirmation for anyone else. Throws
 * `validation` for a period that is over or an unsuitable substitute, `four_eyes` for an admin who names themselves.
 */
async function askAbsence(
  asking: Acting,
  { person, body: sent }: { person: Person; body: Exclude<z.output<typeof absenceWrite>, { over: true }> },
): Promise<ChangeOutcome<null>> {
  await confirmWrite(asking);
  const body = {
    from: sent.from == null ? null : new Date(sent.from),
    until: new Date(sent.until),
    substitute: toPersonKey(sent.substitute),
  };
  const { trx, services, caller } = asking;
  const now = services.now();
  const from = body.from ?? now;
  const { until } = body;
  if (until <= now || until <= from) throw invalid('/until', 'An absence must end after it begins, and in the future.');
  const isOwn = person.id === caller.person.id;
  const named = await findPerson(trx, body.substitute);
  if (!isOwn && named?.id === caller.person.id) throw new Refusal('four_eyes', NOT_ONESELF, { field: '/substitute' });
  const substitute = await needSubstitute(trx, { person, from, until, substitute: body.substitute });
  const who = { person: person.id, substitute: substitute.id };
  if (isOwn) {
    await enter(asking, { ...who, from, until });
    return done(null);
  }
  const when = { from: body.from?.toISOString() ?? null, until: until.toISOString() };
  const after = { ...who, personName: person.name, substituteName: substitute.name, ...when };
  return askChange(asking, { kind: 'absence', before: null, after });
}

/**
 * Applies a confirmed absence. Throws `four_eyes` if the confirming person is the substitute, `illegal_transition` if
 * it can no longer apply.
 */
export async function applyAbsence(
  asking: Acting,
  { change, content: { after } }: { change: string; content: Extract<ChangeContent, { kind: 'absence' }> },
): Promise<void> {
  const { trx, services, caller } = asking;
  if (after.substitute === caller.person.id) throw new Refusal('four_eyes', NOT_ONESELF);
  const now = services.now();
  const from = after.from === null ? now : new Date(after.from);
  const until = new Date(after.until);
  if (until <= now) throw new Refusal('illegal_transition', 'The absence is already over. Refuse the change.');
  const person = await findPerson(trx, { id: after.person });
  if (person === undefined || !person.active) throw noLongerActive(after.personName);
  await needSubstitute(trx, { person, from, until, substitute: { id: after.substitute } }).catch(asTransition);
  await enter(asking, { person: person.id, substitute: after.substitute, from, until, change });
}

/** What is a field error when requested is a conflict of state when confirmed. */
function asTransition(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'validation') throw error;
  throw new Refusal('illegal_transition', `${error.message} Refuse the change.`);
}

async function enter(
  { trx, services, caller }: Acting,
  { change, ...who }: { person: string; substitute: string; from: Date; until: Date; change?: string },
): Promise<void> {
  const { person, substitute, from, until } = who;
  await endAbsences(trx, { person, at: from });
  await insertAbsence(trx, {
    id: services.newId(),
    person_id: person,
    substitute_id: substitute,
    from_at: from,
    until_at: until,
    entered_by: caller.person.id,
  });
  const when = { from: from.toISOString(), until: until.toISOString() };
  const detail = { person, substitute, ...when, ...(change === undefined ? {} : { change }) };
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'absence_entered', detail }]);
}

/**
 * Ends a person's absences, planned ones included. It only takes a role from a substitute, so it needs no confirmation.
 */
async function endAbsence({ trx, services, caller }: Acting, person: string): Promise<ChangeOutcome<null>> {
  const at = services.now();
  await endAbsences(trx, { person, at });
  const entry = { at, noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'absence_ended', detail: { person } }]);
  return done(null);
}
