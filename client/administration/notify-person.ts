import type { IdentityField } from '../../domain/administration/needs-second.js';
import type { PersonNoticeKind } from '../../domain/administration/person-notice.js';
import { insertPersonMessage } from '../../registry/administration/directory-messages.js';
import type { Asking } from './ask-change.js';

/** A mail that no server has accepted for so long is given up. */
const WEEK_MS = 7 * 86_400_000;

interface Notified {
  change: string;
  /** With the address that holds at this moment: an old one, where the change replaces it. */
  person: { id: string; email: string };
  about: PersonNoticeKind;
  fields?: readonly IdentityField[];
}

/** Queues the mail by which a person hears of a change of their own entry, or of a key that waits for them. */
export async function notifyPerson(
  { trx, services, caller }: Asking,
  { change, person, about, fields = [] }: Notified,
): Promise<void> {
  await insertPersonMessage(trx, {
    change,
    person,
    detail: { about, fields: [...fields], byName: caller.person.name },
    until: new Date(services.now().getTime() + WEEK_MS),
  });
}
