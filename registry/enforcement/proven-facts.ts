import { filterProven } from '../../domain/acts/prove-restoration.js';
import { proveNotice } from '../../domain/acts/proven-notice.js';
import type { RestoreFacts } from '../../domain/submissions/restoring-alone.js';
import type { Connection } from '../db.js';
import { readRestoreFacts } from './restore-basis.js';
import { readProvenNotices } from '../submissions/proven-notices.js';

/** Reads the cause of a restoration as far as signed acts prove it: enforcement trusts nothing else. */
export async function readProvenFacts(
  db: Connection,
  question: Parameters<typeof readRestoreFacts>[1],
): Promise<RestoreFacts> {
  const { noticeId, author } = question;
  const facts = await readRestoreFacts(db, question);
  const documents = await readProvenNotices(db, [noticeId, ...facts.documents.map(({ notice }) => notice)]);
  return filterProven(facts, { own: documents.get(noticeId) ?? proveNotice([]), documents }, { noticeId, author });
}
