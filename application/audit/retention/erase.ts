import { getErrorCode } from '../../../domain/error-parts.js';
import { type ErasedKind, RETENTION_KINDS } from '../../../domain/notices/retention-kinds.js';
import { SYSTEM, type Actor } from '../../../domain/people/actor.js';
import { sequenceAudit } from '../../../registry/audit/sequence.js';
import { inTransaction } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import type { Reader } from '../../../registry/reading.js';
import {
  eraseImportedCases,
  eraseMails,
  eraseNotice,
  eraseSignIns,
  listDueErasures,
  countPlannedErasures,
  listPlannedErasures,
} from '../../../registry/retention/erasure.js';
import type { Services } from '../../services.js';
import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { RETENTION_TABLE } from '../../../domain/notices/retention.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { findRetentionRules } from '../../../registry/retention/rules.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';
import { answerSeenPage } from '../../seen-page.js';

type Sources = Pick<Services, 'db' | 'now'>;

const BATCH = 100;
const STOPPED = '55000';

export interface ErasureResult {
  notice: string;
  kinds: ErasedKind[];
}

/**
 * Erases what is due, one notice per transaction, so that a crash never leaves a notice half erased. Skips notices put
 * under a hold in the meantime. With a reader, erases only notices that they can read, in one batch.
 */
export async function eraseDue(
  sources: Sources,
  options: { reader?: Reader | null; actor?: Actor; isStopped?: () => boolean } = {},
): Promise<ErasureResult[]> {
  const { reader = null, actor = SYSTEM, isStopped = () => false } = options;
  const { db } = sources;
  // An entry without a position in the tree has no leaf that could remain.
  await sequenceAudit(db);
  const erased: ErasureResult[] = [];
  for (let after: string | null = null; !isStopped(); ) {
    const due = await listDueErasures(db, { reader, after, limit: BATCH });
    for (const notice of due) {
      if (isStopped()) break;
      const kinds = await eraseOne(sources, { notice, actor });
      if (kinds.length > 0) erased.push({ notice, kinds });
    }
    after = due.at(-1) ?? null;
    if (due.length < BATCH || reader !== null) break;
  }
  return erased;
}

async function eraseOne(
  { db, now }: Sources,
  { notice, actor }: { notice: string; actor: Actor },
): Promise<ErasedKind[]> {
  try {
    return await inTransaction(db, async (trx) => {
      const kinds = await eraseNotice(trx, notice);
      if (kinds.length > 0)
        await appendAudit(trx, [{ at: now(), noticeId: notice, actor, action: 'notice_erased', detail: { kinds } }]);
      return kinds;
    });
  } catch (error) {
    if (getErrorCode(error) === STOPPED) return [];
    throw error;
  }
}

async function eraseOldSignIns({ db, now }: Sources): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const gone = await eraseSignIns(trx);
    if (gone.sessions + gone.entries === 0) return;
    await appendAudit(trx, [{ at: now(), noticeId: null, actor: SYSTEM, action: 'sign_ins_erased', detail: gone }]);
  });
}

async function eraseOldMails({ db, now }: Sources): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const mails = await eraseMails(trx);
    if (mails === 0) return;
    await appendAudit(trx, [{ at: now(), noticeId: null, actor: SYSTEM, action: 'mails_erased', detail: { mails } }]);
  });
}

async function eraseOldImports({ db, now }: Sources): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const cases = await eraseImportedCases(trx);
    if (cases === 0) return;
    const detail = { cases };
    await appendAudit(trx, [{ at: now(), noticeId: null, actor: SYSTEM, action: 'imported_cases_erased', detail }]);
  });
}

/** Runs retention once: notices, imported cases, rejected mails and sign-ins whose retention period is over. */
export async function applyRetention(sources: Sources, isStopped: () => boolean): Promise<void> {
  await eraseDue(sources, { isStopped });
  await eraseOldImports(sources);
  await eraseOldMails(sources);
  await eraseOldSignIns(sources);
}

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
