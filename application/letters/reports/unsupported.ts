import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { countUnsupported, listUnsupported } from '../../../registry/enforcement/restore-duties.js';
import { toReader, type Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { answerSeenPage } from '../../seen-page.js';
import type { Services } from '../../services.js';

/** Lists restrictions in effect whose legal basis has ended. */
export async function pageUnsupported(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { at, cursor, ...paging }: PageQuery & { at?: string | undefined },
) {
  const question = { reader: toReader(caller), at: at === undefined ? services.now() : new Date(at) };
  const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.int]));
  const after = key === null ? null : { number: key[0], target_no: key[1] };
  return answerSeenPage(services, { caller, name: 'unsupported-restrictions' }, paging, {
    rows: (limit) => listUnsupported(services.db, { ...question, after, limit }),
    total: () => countUnsupported(services.db, question),
    view: (row) => ({
      notice: row.notice_id,
      number: row.number,
      target: row.target_no,
      type: row.type,
      locator: row.locator,
      countries: row.countries,
      everywhere: row.everywhere,
      since: row.since.toISOString(),
      cause: row.cause,
      why: row.why,
      unsupportedSince: row.unsupported_since.toISOString(),
      heldByOthers: row.held_by_others,
    }),
    key: (row) => [row.number, row.target_no],
    seen: (row) => [{ id: row.notice_id, level: row.secrecy_level }],
  });
}
