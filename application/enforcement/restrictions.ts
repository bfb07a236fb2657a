import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { locatorForms, type TargetType } from '../../domain/targets/target.js';
import { countRestrictions, listRestrictions } from '../../registry/enforcement/restriction-views.js';
import { toReader, type Caller } from '../caller.js';
import { readCursor } from '../paging.js';
import { answerSeenPage } from '../seen-page.js';
import type { Services } from '../services.js';

interface RestrictionsQuery extends PageQuery {
  type?: TargetType | undefined;
  locator?: string | undefined;
  q?: string | undefined;
}

/** Lists what is in effect on the platform, as the union of the decisions that support it. */
export async function pageRestrictions(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { type, locator, q, cursor, ...paging }: RestrictionsQuery,
) {
  const parts = q === undefined ? undefined : [...new Set([q, ...locatorForms(q)])];
  const question = { reader: toReader(caller), filters: { type, locator, parts } };
  const key = readCursor(cursor, z.tuple([cursorKeys.text, z.string().max(100_000), cursorKeys.text]));
  const after = key === null ? null : { type: key[0], locator: key[1].replaceAll('\0', ''), platformId: key[2] };
  return answerSeenPage(services, { caller, name: 'restrictions' }, paging, {
    rows: (limit) => listRestrictions(services.db, { ...question, after, limit }),
    total: () => countRestrictions(services.db, question),
    view: ({ everywhere, countries, supported_by: supportedBy, since, ...row }) => ({
      type: row.type,
      locator: row.locator,
      countries,
      everywhere,
      supportedBy,
      since: since.toISOString(),
    }),
    key: (row) => [row.type, row.locator, row.platform_id],
    seen: ({ secret }) => secret,
  });
}
