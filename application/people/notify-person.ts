import type { IdentityField } from '../../domain/changes/needs-second.js';
import type { PersonNoticeKind } from '../../domain/changes/person-notice.js';
import type { Acting } from '../acting.js';
import { insertPersonMessage } from '../../registry/changes/directory-messages.js';

/** A mail that no server has accepted for this long is given up. */
const WEEK_MS = 7 * 86_400_000;

interface Notified {
  change: string;
  person: { id: string; email: string };
  about: PersonNoticeKind;
  fields?: readonly IdentityField[];
}

export async function notifyPerson(
  { trx, services, caller }: Acting,
  { change, person, about, fields = [] }: Notified,
): Promise<void> {
  await insertPersonMessage(trx, {
    change,
    person,
    detail: { about, fields: [...fields], byName: caller.person.name },
    until: new Date(services.now().getTime() + WEEK_MS),
  });
}
