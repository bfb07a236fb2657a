import type { ChangeContent } from '../../domain/changes/change.js';
import { getErrorCode } from '../../domain/error-parts.js';
import { ensurePseudonyms } from '../../registry/audit/pseudonyms.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { erasePerson } from '../../registry/retention/erasure.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { Refusal } from '../refusal.js';
import { needPerson } from './find-person.js';
import { askChange, type Pending } from './changes.js';

const STOPS: Readonly<Record<string, string>> = {
  active:
    'This person is active. End their access first, then wait for the retention period (GET /v1/retention/rules, people).',
  early: 'The retention period for people has not ended (GET /v1/retention/rules, people).',
  held: 'A notice that this person worked on is under a legal hold. Their name is evidence until it is lifted.',
  erased: 'This person has already been erased.',
};

/**
 * Requests the erasure of a person who has left; another admin or counsel confirms it. Throws `illegal_transition` if
 * the person is active.
 */
export async function askToErase(asking: Acting, { id }: { id: string }): Promise<Pending> {
  const { id: person, name: personName, active } = await needPerson(asking.trx, id);
  if (active) throw new Refusal('illegal_transition', STOPS['active'] ?? '');
  const who = { person, personName };
  return askChange(asking, { kind: 'erasure', before: { ...who, erased: false }, after: { ...who, erased: true } });
}

/**
 * Erases the person once confirmed. Throws `illegal_transition` if the person is active again, the retention period is
 * not over, or a legal hold stops it.
 */
export async function applyErasure(
  { trx, services, caller }: Acting,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'erasure' }> },
): Promise<void> {
  const { person } = content.after;
  const pseudonym = (await ensurePseudonyms(trx, [person])).get(person) ?? '';
  try {
    await erasePerson(trx, { person, pseudonym });
  } catch (error) {
    if (getErrorCode(error) !== '55000') throw error;
    throw new Refusal('illegal_transition', STOPS[readDetail(error)] ?? 'This person cannot be erased.');
  }
  const detail = { person, change };
  await appendAudit(trx, [
    { at: services.now(), noticeId: null, actor: toActor(caller), action: 'person_erased', detail },
  ]);
}

function readDetail(error: unknown): string {
  return typeof error === 'object' && error !== null && 'detail' in error ? String(error.detail) : '';
}
