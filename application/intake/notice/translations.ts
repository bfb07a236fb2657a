import type { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import type { translationWrite } from '../../../contract/triage/translations.js';
import { CURES } from '../../../domain/commands/cures.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { hasDocument } from '../../../registry/notices/document-views.js';
import { lockNotice } from '../../../registry/notices/notices.js';
import {
  checkTranslation,
  countTranslations,
  findTranslation,
  insertTranslation,
  listTranslations,
  type TranslationRow,
} from '../../../registry/notices/translations.js';
import { needNotice, type Reading } from '../../access.js';
import type { Acting } from '../../acting.js';
import { toActor, type Caller } from '../../caller.js';
import { answerPage, readNumberCursor } from '../../paging.js';
import { invalid, Refusal } from '../../refusal.js';

export async function listNoticeTranslations(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const { id: noticeId } = await needNotice(services, caller, { id, to: 'documents' });
  const afterN = readNumberCursor(query.cursor) ?? 0;
  return answerPage(query, {
    rows: (limit) => listTranslations(services.db, { noticeId, afterN, limit }),
    total: () => countTranslations(services.db, { noticeId }),
    view: toTranslationView,
    key: ({ n }) => [n],
  });
}

function toTranslationView(row: TranslationRow) {
  const { n, document, language, text, checked_by: checkedBy, checked_at: checkedAt } = row;
  return {
    n,
    document,
    language,
    text,
    by: row.translated_by,
    byName: row.translated_by_name,
    at: row.translated_at.toISOString(),
    checked:
      checkedBy === null || checkedAt === null
        ? null
        : { by: checkedBy, byName: row.checked_by_name ?? '', at: checkedAt.toISOString() },
  };
}

/** Adds a translation. A later one replaces it on the screen and has to be checked by itself. */
export async function addTranslation(
  { trx, services, caller }: Acting,
  { noticeId, document, language, text }: z.infer<typeof translationWrite> & { noticeId: string },
) {
  await lockNotice(trx, noticeId);
  if (document !== undefined && !(await hasDocument(trx, { noticeId, sha256: document })))
    throw invalid('/document', CURES.noDocument);
  const n = (await countTranslations(trx, { noticeId })) + 1;
  const at = services.now();
  const by = { translated_by: caller.person.id, translated_at: at };
  await insertTranslation(trx, { notice_id: noticeId, n, document: document ?? null, language, text, ...by });
  const detail = { translation: n, language };
  await appendAudit(trx, [{ at, noticeId, actor: toActor(caller), action: 'translation_added', detail }]);
  return showTranslation(trx, { noticeId, n });
}

/** Marks a translation as checked, by another person than its translator. */
export async function confirmTranslation(
  { trx, services, caller }: Acting,
  { noticeId, n }: { noticeId: string; n: number | null },
) {
  await lockNotice(trx, noticeId);
  const row = n === null ? undefined : await findTranslation(trx, { noticeId, n });
  if (row === undefined || n === null) throw new Refusal('missing', CURES.noTranslation);
  if (row.translated_by === caller.person.id) throw new Refusal('four_eyes', CURES.ownTranslation);
  if (row.checked_by !== null) throw new Refusal('illegal_transition', CURES.checkedTranslation);
  const at = services.now();
  await checkTranslation(trx, { noticeId, n, by: caller.person.id, at });
  const detail = { translation: n, language: row.language };
  await appendAudit(trx, [{ at, noticeId, actor: toActor(caller), action: 'translation_checked', detail }]);
  return showTranslation(trx, { noticeId, n });
}

async function showTranslation(trx: Acting['trx'], key: { noticeId: string; n: number }) {
  const row = await findTranslation(trx, key);
  if (row === undefined) throw new Refusal('missing', CURES.noTranslation);
  return toTranslationView(row);
}
