import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { countSenderChecks, listSenderChecks, type SenderCheckRow } from '../../../registry/notices/sender-checks.js';
import { needNotice, type Reading } from '../../access.js';
import type { Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';

export async function listNoticeSenderChecks(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const key = readCursor(query.cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
  const after = key === null ? null : { at: new Date(key[0]), id: key[1] };
  return answerPage(query, {
    rows: (limit) => listSenderChecks(services.db, { noticeId: row.id, after, limit }),
    total: () => countSenderChecks(services.db, row.id),
    view: toSenderCheckView,
    key: ({ at, id: check }) => [at.getTime(), check],
  });
}

export function toSenderCheckView({ by_name: byName, at, ...check }: SenderCheckRow) {
  return { ...check, byName, at: at.toISOString() };
}
