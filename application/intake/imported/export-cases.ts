import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { toCaseLedger } from '../../../domain/imports/imported-case.js';
import { findOrigin } from '../../../registry/audit/checkpoints.js';
import { countExported, exportImported, exportNotices } from '../../../registry/imports/exported-cases.js';
import { sha256OfJson } from '../../../registry/json-hash.js';
import { toReader, type Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';
import type { Services } from '../../services.js';

export const EXPORTED = ['notices', 'imported'] as const;

/** One notice may have 100,000 targets: a page has at most this many, whatever its limit. */
const LARGEST_PAGE = 20;

/** Lists what a full export holds. */
export async function pageExportedCases(
  { db }: Pick<Services, 'db'>,
  caller: Caller,
  { of, cursor, limit, count }: PageQuery & { of: (typeof EXPORTED)[number] },
) {
  const [after = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
  const question = { reader: toReader(caller), after };
  const source = await findOrigin(db);
  return answerPage(
    { limit: Math.min(limit, LARGEST_PAGE), count },
    {
      rows: (most) =>
        of === 'notices'
          ? exportNotices(db, { ...question, source, limit: most })
          : exportImported(db, { ...question, limit: most }),
      total: () => countExported(db, { reader: question.reader, of }),
      view: ({ content }) => ({
        case: { ...content },
        ledger: sha256OfJson(toCaseLedger(content)),
        digest: sha256OfJson(content),
      }),
      key: ({ id }) => [id],
    },
  );
}
