import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { RETENTION_TABLE } from '../../../domain/notices/retention.js';
import { RETENTION_KINDS } from '../../../domain/notices/retention-kinds.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { countPlannedErasures, listPlannedErasures } from '../../../registry/retention/erasure.js';
import { findRetentionRules } from '../../../registry/retention/rules.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';
import { answerSeenPage } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { eraseDue } from './erase.js';

/** Lists what will be erased, when, and what prevents it. */
export async function pagePlannedErasures(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { cursor, ...paging }: PageQuery,
) {
  const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
  const after = key === null ? null : { closedAt: new Date(key[0]), id: key[1] };
  const reader = toReader(caller);
  return answerSeenPage(services, { caller, name: 'retention' }, paging, {
    rows: (limit) => listPlannedErasures(services.db, { reader, after, limit }),
    total: () => countPlannedErasures(services.db, reader),
    view: ({ notice, number, closed_at: closedAt, kinds, stop }) => ({
      notice,
      number,
      closedAt: closedAt.toISOString(),
      kinds,
      stop,
    }),
    key: ({ closed_at: closedAt, notice }) => [closedAt.getTime(), notice],
    seen: ({ notice: id, secrecy_level: level }) => [{ id, level }],
  });
}

export async function pageRetentionRules({ db }: Pick<Services, 'db'>, { cursor, ...paging }: PageQuery) {
  const [after = -1] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
  const rules = await findRetentionRules(db);
  const all = RETENTION_KINDS.map((kind, place) => ({ kind, place, ...RETENTION_TABLE[kind] }));
  return answerPage(paging, {
    rows: async (limit) => all.slice(after + 1, after + 1 + limit),
    total: async () => all.length,
    view: ({ kind, starts, erased, kept }) => ({ kind, period: rules[kind], starts, erased, kept }),
    key: ({ place }) => [place],
  });
}

/**
 * Erases what the retention job would erase now, for notices that the caller can read, a hundred at most. Nothing can
 * be chosen: what is not due stays, and a legal hold prevents it.
 */
export async function eraseNow(services: Pick<Services, 'db' | 'now'>, caller: Caller) {
  const erased = await eraseDue(services, { reader: toReader(caller), actor: toActor(caller) });
  const items = [];
  for (const { notice, kinds } of erased)
    items.push({ notice, number: (await getNotice(services.db, notice)).number, kinds });
  return { items };
}
