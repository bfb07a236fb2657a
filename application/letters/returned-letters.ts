import type { PageQuery } from '../../contract/paging.js';
import type { Connection } from '../../registry/db.js';
import { listReturnedLetters, saveReturnedLetters, type KeptLetter } from '../../registry/letters/returned-letters.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { needNotice } from '../access.js';
import type { Caller } from '../caller.js';
import { answerKept, readNumberCursor } from '../paging.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { previewLetters } from './preview-letters.js';

/** Keeps the letters of a submission that is being returned, so that those of the next one can be compared with them. */
export async function keepReturnedLetters(
  { context, trx, row, caller }: { context: Services; trx: Connection; row: NoticeRow; caller: Caller },
  submission: number,
): Promise<void> {
  try {
    const written = await previewLetters(context, caller, { id: row.id, submission, fields: {} });
    const letters = written
      .filter(({ problem }) => problem === null)
      .map(({ kind, language, subject, text }): KeptLetter => ({ kind, language, subject, text }));
    await saveReturnedLetters(trx, { noticeId: row.id, submission, letters });
  } catch (error) {
    // The workflow says what is wrong with the number of the submission.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The letters as they stood when the submission was returned; none if it was not. */
export async function listLettersOfReturned(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { id, n }: { id: string; n: number | null },
  query: PageQuery,
) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const all = n === null ? [] : await listReturnedLetters(services.db, { noticeId: row.id, submission: n });
  const after = readNumberCursor(query.cursor) ?? 0;
  return answerKept(query, {
    all,
    rest: all.slice(after),
    view: (one) => one,
    key: (one) => [all.indexOf(one) + 1],
  });
}
