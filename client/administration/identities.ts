import type { ChangeContent } from '../../domain/administration/change.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { listIdentities, releaseIdentities } from '../../registry/people/identities.js';
import type { Person } from '../../registry/people/people.js';
import { actorOf } from '../caller.js';
import { askChange, done, type Asked, type Asking } from './ask-change.js';

/** Forgets which account at the issuer a person is: one's own at once, another's when a second person confirms. */
export async function askIdentities(asking: Asking, { id: person, name: personName }: Person): Promise<Asked<null>> {
  const { trx, caller } = asking;
  if (person === caller.person.id) {
    await release(asking, { person });
    return done(null);
  }
  const identities = await listIdentities(trx, person);
  // Nothing is there to forget.
  if (identities.length === 0) return done(null);
  const who = { person, personName };
  return askChange(asking, {
    kind: 'identities',
    before: { ...who, identities },
    after: { ...who, identities: [] },
  });
}

/** Does what a second person has confirmed. */
export async function applyIdentities(
  asking: Asking,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'identities' }> },
): Promise<void> {
  await release(asking, { person: content.after.person, change });
}

async function release({ trx, services, caller }: Asking, who: { person: string; change?: string }): Promise<void> {
  const released = await releaseIdentities(trx, who.person);
  if (released.length === 0) return;
  const entry = { at: services.now(), noticeId: null, actor: actorOf(caller) };
  await appendAudit(trx, [{ ...entry, action: 'identity_released', detail: { ...who, released } }]);
}
