import type { z } from 'zod';
import type { exclusionView, staffRiskWrite } from '../../contract/people/exclusions.js';
import { CURES } from '../../domain/commands/cures.js';
import type { Event } from '../../domain/event.js';
import { can } from '../../domain/people/permission.js';
import { ask } from '../../registry/ask.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { lockNotice } from '../../registry/notices/notices.js';
import {
  endExclusion,
  insertExclusion,
  queryExclusions,
  queryStaffRisk,
  setStaffRisk,
  type Exclusion,
  type StaffRisk,
} from '../../registry/people/exclusions.js';
import { findPerson } from '../../registry/people/people.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { invalid, notPermitted, Refusal } from '../refusal.js';

type View = z.output<typeof exclusionView>;

type LoggedExclusion = Extract<
  Event,
  { action: 'person_excluded' | 'exclusion_ended' | 'staff_risk_flagged' | 'staff_risk_cleared' }
>;

/** Recuses the caller, or excludes another person: counsel and ops only. */
export async function excludePerson(
  acting: Acting,
  { noticeId, person: id, reason }: { noticeId: string; person: string; reason: string },
): Promise<View> {
  const { trx, services, caller } = acting;
  if (id !== caller.person.id && !can(caller.roles, 'exclude')) throw notPermitted('exclude');
  const person = await findPerson(trx, { id });
  if (person === undefined || !person.active) throw invalid('/person', CURES.noActivePerson);
  const { assignee } = await lockNotice(trx, noticeId);
  const standing = await ask(trx, queryExclusions(noticeId));
  if (standing.some((one) => one.person === id))
    throw new Refusal('illegal_transition', 'This person is recused or excluded from the notice already.');
  if (assignee === id)
    throw new Refusal(
      'illegal_transition',
      'The notice is assigned to this person. Assign it to another person first.',
    );
  const at = services.now();
  await insertExclusion(trx, { noticeId, person: id, reason, by: caller.person.id, at });
  await log(acting, noticeId, { action: 'person_excluded', detail: { person: id, name: person.name, reason } });
  return toExclusionView(await requireExclusion(acting, noticeId, (one) => one.person === id));
}

/** Lets a person act on the notice again; never by that person. */
export async function readmitPerson(
  acting: Acting,
  { noticeId, number, reason }: { noticeId: string; number: number | null; reason: string },
): Promise<View> {
  const { trx, services, caller } = acting;
  await lockNotice(trx, noticeId);
  const found = await requireExclusion(acting, noticeId, (one) => one.number === number);
  if (found.person === caller.person.id)
    throw new Refusal(
      'four_eyes',
      'This is about you. Another person must decide that you may act on the notice again.',
    );
  await endExclusion(trx, { noticeId, number: found.number, by: caller.person.id, at: services.now() });
  const { person, name } = found;
  await log(acting, noticeId, { action: 'exclusion_ended', detail: { person, name, reason } });
  return toExclusionView(found);
}

/** Flags that a notice puts staff in danger, or clears the flag: counsel and ops only. */
export async function flagStaffRisk(
  acting: Acting,
  { noticeId, risk, reason }: { noticeId: string } & z.output<typeof staffRiskWrite>,
): Promise<{ notice: string; risk: boolean }> {
  const { trx, services, caller } = acting;
  if (!risk && !can(caller.roles, 'exclude')) throw notPermitted('exclude');
  await lockNotice(trx, noticeId);
  const flagged = (await ask(trx, queryStaffRisk(noticeId))) !== undefined;
  if (flagged === risk)
    throw new Refusal('illegal_transition', `The notice is ${risk ? 'flagged already' : 'not flagged'}.`);
  const set = risk ? { reason, by: caller.person.id, at: services.now() } : null;
  await setStaffRisk(trx, { noticeId, risk: set });
  await log(acting, noticeId, { action: risk ? 'staff_risk_flagged' : 'staff_risk_cleared', detail: { reason } });
  return { notice: noticeId, risk };
}

async function requireExclusion(
  { trx }: Acting,
  noticeId: string,
  isWanted: (one: Exclusion) => boolean,
): Promise<Exclusion> {
  const found = (await ask(trx, queryExclusions(noticeId))).find(isWanted);
  if (found === undefined) throw new Refusal('missing', 'This notice has no such exclusion.');
  return found;
}

async function log({ trx, services, caller }: Acting, noticeId: string, event: LoggedExclusion): Promise<void> {
  await appendAudit(trx, [{ ...event, at: services.now(), noticeId, actor: toActor(caller) }]);
}

export function toExclusionView({ at, ...exclusion }: Exclusion): View {
  return { ...exclusion, at: at.toISOString() };
}

export function toStaffRiskView(risk: StaffRisk | undefined) {
  return risk === undefined ? null : { ...risk, at: risk.at.toISOString() };
}
