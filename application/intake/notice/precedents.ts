import type { z } from 'zod';
import type { precedentsView, targetContextView } from '../../../contract/review/precedents.js';
import { can } from '../../../domain/people/permission.js';
import {
  listImportedOnTarget,
  listSimilarImported,
  type ImportedOnTarget,
} from '../../../registry/imports/imported-precedents.js';
import { listSimilarNotices } from '../../../registry/notices/similar-notices.js';
import { readAs } from '../../../registry/reading.js';
import { findPlatformFacts, listNoticesOnTarget, type NoticeOnTarget } from '../../../registry/targets/elsewhere.js';
import { needNotice, type Reading } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { noSuchTarget } from './targets.js';

/** What the platform knows of a target, and other notices on it with their decisions. `no`: null if it is no number. */
export async function readTargetContext(
  services: Reading,
  caller: Caller,
  { id, no }: { id: string; no: number | null },
): Promise<z.input<typeof targetContextView>> {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const target = no === null ? undefined : await findPlatformFacts(services.db, { noticeId: row.id, no });
  if (no === null || target === undefined) throw noSuchTarget();
  const reader = toReader(caller);
  const [{ total, notices }, imported] = await readAs(reader, async () => [
    await listNoticesOnTarget(services.db, { noticeId: row.id, no, reader }),
    readsImported(caller) ? await listImportedOnTarget(services.db, { noticeId: row.id, no }) : [],
  ]);
  const { platformId, language, problem, lookedUp } = target;
  const isUnknown = problem === 'not_found' || (platformId === null && lookedUp);
  return {
    platform: {
      exists: isUnknown ? false : platformId === null ? null : true,
      checkedAt: row.targets_resolved_at?.toISOString() ?? null,
      id: platformId,
      language,
    },
    total,
    notices: notices.map(toNoticeView),
    imported: imported.map(toImportedView),
  };
}

const readsImported = ({ roles }: Caller) => can(roles, 'notice.read_documents');

function toImportedView({ action, grounds, countries, note, status, decidedAt, receivedAt, ...one }: ImportedOnTarget) {
  const at = decidedAt?.toISOString() ?? null;
  const decision = action === null ? null : { action, grounds, countries, note, status, at };
  return { ...one, receivedAt: receivedAt.toISOString(), decision };
}

function toNoticeView({ status, action, grounds, countries, note, decidedAt, receivedAt, ...notice }: NoticeOnTarget) {
  return {
    ...notice,
    receivedAt: receivedAt.toISOString(),
    decision:
      status === null || action === null
        ? null
        : { action, grounds, countries, note, status, at: decidedAt?.toISOString() ?? null },
  };
}

/** Lists earlier notices of the same authority and law or with a similar subject, with outcome and reasons. */
export async function listPrecedents(
  services: Reading,
  caller: Caller,
  id: string,
): Promise<z.input<typeof precedentsView>> {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const reader = toReader(caller);
  const [similar, imported] = await readAs(reader, async () => [
    await listSimilarNotices(services.db, { noticeId: row.id, reader }),
    readsImported(caller) ? await listSimilarImported(services.db, { noticeId: row.id }) : [],
  ]);
  return {
    items: similar.map((one) => ({ ...one, receivedAt: one.receivedAt.toISOString() })),
    imported: imported.map((one) => ({ ...one, receivedAt: one.receivedAt.toISOString() })),
  };
}
