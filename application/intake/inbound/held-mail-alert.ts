import { findHeld } from '../../../registry/mail/held.js';
import type { Db } from '../../../registry/db.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';

const KEY = 'mail_held';

/** Raises an alert while mail waits for a person, with the count only and nothing of the content. */
export async function raiseHeldMail(db: Db): Promise<void> {
  const { count, since } = await findHeld(db);
  if (count === 0) return resolveAlert(db, { key: KEY });
  const summary = count === 1 ? 'A mail is waiting for a person.' : `${count} mails are waiting for a person.`;
  const detail = { count, since: since?.toISOString() ?? null };
  return raiseAlert(db, { key: KEY, kind: KEY, noticeId: null, summary, detail }, { refresh: true });
}
