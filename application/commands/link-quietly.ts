import { doubtLink } from '../../domain/notices/link.js';
import { withComment } from '../../domain/notices/audit-event.js';
import type { CommandBody } from '../../contract/commands.js';
import { isUuid } from '../../domain/uuid.js';
import { inTransaction, type Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { findNotice, lockNotice, type NoticeRow } from '../../registry/notices/notices.js';
import { insertNoticeLink, listLinksBetween } from '../../registry/notices/links.js';
import { isKnownAsWidelyAs } from '../../registry/notices/secret-links.js';
import { readAs } from '../../registry/reading.js';
import { toActor, toReader, type Caller } from '../caller.js';
import { confirmStepUp } from '../step-up.js';
import { recordAct } from '../record-act.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { refuseByVersion, type DraftOrder } from './drafting.js';
import { CURES } from '../../domain/commands/cures.js';

type Body = CommandBody<'link'>;

export async function findLinked(
  db: Connection,
  { row, caller, notice }: { row: NoticeRow; caller: Caller; notice: string },
): Promise<NoticeRow> {
  const other =
    isUuid(notice) && notice !== row.id ? await findNotice(db, { id: notice, reader: toReader(caller) }) : undefined;
  if (other === undefined || !other.known) throw invalid('/notice', CURES.noNotice);
  return other.row;
}

export async function makeLink(
  trx: Connection,
  { from, to, as }: { from: string; to: string; as: Body['as'] },
): Promise<void> {
  // Locks in one order, so that two people who link the same pair do not deadlock.
  for (const id of [from, to].sort()) await lockNotice(trx, id);
  const doubt = doubtLink(as, await listLinksBetween(trx, { noticeId: from, other: to }));
  if (doubt !== null) throw new Refusal('illegal_transition', doubt);
  await insertNoticeLink(trx, { from, to, as });
}

/**
 * Links a notice to one that some of its readers cannot read, without a workflow update: the version stays, so that
 * those readers see no change. Returns false if there is nothing to hide; the link is then an ordinary command.
 */
export async function linkQuietly(
  services: Pick<Services, 'db' | 'now' | 'signer' | 'stepUp' | 'relyingParty'>,
  { row, caller, body, commandId, stepUp }: DraftOrder<Body>,
): Promise<boolean> {
  const { db, now, signer } = services;
  const other = await readAs(toReader(caller), () => findLinked(db, { row, caller, notice: body.notice }));
  if (await isKnownAsWidelyAs(db, { notice: other.id, than: row.id })) return false;
  await inTransaction(db, async (trx) => {
    const confirmed = await confirmStepUp({ trx, services, caller }, stepUp);
    await makeLink(trx, { from: row.id, to: other.id, as: body.as });
    const locked = await lockNotice(trx, row.id);
    refuseByVersion(locked, body.expectedVersion);
    if (locked.stage === 'closed') throw new Refusal('illegal_transition', CURES.closed);
    const detail = { notice: other.id, number: other.number, as: body.as };
    const event = withComment('link', detail, body.comment);
    const at = now();
    await appendAudit(trx, [{ at, noticeId: row.id, actor: toActor(caller), ...event, commandId }]);
    const act = { kind: 'link' as const, facts: { notice: other.id, as: body.as } };
    const signing = { id: commandId, noticeId: row.id, by: toActor(caller), act, at, confirmed };
    await recordAct(trx, signer, signing);
  });
  return true;
}
