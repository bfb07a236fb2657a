import type { ChangeContent } from '../../domain/changes/change.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { listIdentities, releaseIdentities } from '../../registry/people/identities.js';
import { findPerson } from '../../registry/people/people.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';
import { askChange, done, type ChangeOutcome } from './ask-change.js';
import { needPerson } from './find-person.js';
import { notifyPerson } from './notify-person.js';

/**
 * Requests to forget a person's account at the issuer (one's own included); the next sign-in is then bound by mail
 * address.
 */
export async function askIdentities(asking: Acting, { id }: { id: string }): Promise<ChangeOutcome<null>> {
  const { trx } = asking;
  const { id: person, name: personName, email } = await needPerson(trx, id);
  const identities = await listIdentities(trx, person);
  if (identities.length === 0) return done(null);
  const who = { person, personName };
  const outcome = await askChange(asking, {
    kind: 'identities',
    before: { ...who, identities },
    after: { ...who, identities: [] },
  });
  await notifyPerson(asking, {
    change: outcome.change,
    person: { id: person, email },
    about: 'identity_requested',
    fields: ['subject'],
  });
  return outcome;
}

export async function applyIdentities(
  asking: Acting,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'identities' }> },
): Promise<void> {
  const id = content.after.person;
  await release(asking, { person: id, change });
  const person = await findPerson(asking.trx, { id });
  if (person === undefined) return;
  await notifyPerson(asking, { change, person, about: 'identity_changed', fields: ['subject'] });
}

async function release({ trx, services, caller }: Acting, who: { person: string; change: string }): Promise<void> {
  const released = await releaseIdentities(trx, who.person);
  if (released.length === 0) return;
  const entry = { at: services.now(), noticeId: null, actor: toActor(caller) };
  await appendAudit(trx, [{ ...entry, action: 'identity_released', detail: { ...who, released } }]);
}
