import { noticeCreate } from '../../../contract/notice-create.js';
import { KINDS_WITHOUT_TARGETS } from '../../../domain/notices/notice.js';
import type { NoticeInput } from '../../../domain/notices/notice-state.js';
import { ask } from '../../../registry/ask.js';
import { listImportedTargets, markFiled, type ImportedCaseRow } from '../../../registry/imports/imported-cases.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import { entryNamedBy, readNotice } from '../read-notice.js';
import { storeKeyless } from '../store-notice.js';

const NOT_OPEN = 'Only an open case can be filed as a notice, and only once.';

/**
 * Files an open case as a notice, with the receipt that its source states; from then on the clocks run. Throws
 * `illegal_transition` if it is closed or was filed.
 */
export async function fileImported(
  { trx, services, caller }: Acting,
  { row, authority }: { row: ImportedCaseRow; authority: string | undefined },
): Promise<{ noticeId: string; started: NoticeInput }> {
  if (row.closed_at !== null || row.notice_id !== null) throw new Refusal('illegal_transition', NOT_OPEN);
  const targets = await listImportedTargets(trx, row.id);
  const sent = noticeCreate.parse({
    kind: row.kind,
    authority: authority ?? { name: row.authority_name, country: row.authority_country },
    jurisdiction: row.jurisdiction,
    regime: row.law,
    reference: row.reference,
    receivedAt: row.received_at.toISOString(),
    channel: 'import',
    language: row.language,
    subject: row.subject,
    body: row.body,
    targets: targets.map(({ type, locator, note }) => ({ type, locator, note })),
    targetsFollow: targets.length === 0 && !KINDS_WITHOUT_TARGETS.includes(row.kind),
  });
  const read = await readNotice(services, caller, sent, { entry: await ask(trx, entryNamedBy(sent, caller)) });
  const at = services.now();
  const actor = toActor(caller);
  const kept = await storeKeyless(trx, { signer: services.signer, actor, read, at });
  const noticeId = read.notice.id;
  if (!(await markFiled(trx, { id: row.id, noticeId, at }))) throw new Refusal('illegal_transition', NOT_OPEN);
  const detail = { importedCase: row.id, source: row.source };
  await appendAudit(trx, [{ at, noticeId, actor, action: 'imported_case_filed', detail }]);
  return { noticeId, started: kept.input };
}
