import { doubtLink } from '../../domain/notice/link.js';
import { withComment } from '../../domain/notice/telling.js';
import type { CommandBody } from '../../contract/commands.js';
import { isUuid } from '../../domain/uuid.js';
import { inTransaction, type Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { findNotice, lockNotice, type NoticeRow } from '../../registry/notice/notices.js';
import { insertLink, listLinksBetween } from '../../registry/notice/links.js';
import { isKnownAsWidelyAs } from '../../registry/notice/secret-links.js';
import { readAs } from '../../registry/reading.js';
import { actorOf, readerOf, type Caller } from '../caller.js';
import { confirmStepUp } from '../passkeys/step-up.js';
import { recordAct } from '../signing/record-act.js';
import { invalid, Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { refuseByVersion, type DraftOrder } from './drafting.js';

type Body = CommandBody<'link'>;

/** The notice that a link is to lead to, with the caller's right to know of it asked. */
export async function findLinked(
  db: Connection,
  { row, caller, notice }: { row: NoticeRow; caller: Caller; notice: string },
): Promise<NoticeRow> {
  const other =
    isUuid(notice) && notice !== row.id ? await findNotice(db, { id: notice, reader: readerOf(caller) }) : undefined;
  if (other === undefined || !other.known) throw invalid('/notice', 'There is no such notice.');
  return other.row;
}

/** Locks both and makes the link, where they are not linked in a way that contradicts it. */
export async function makeLink(
  trx: Connection,
  { from, to, as }: { from: string; to: string; as: Body['as'] },
): Promise<void> {
  // In one order, so that two people who link the same pair wait for each other and not both.
  for (const id of [from, to].sort()) await lockNotice(trx, id);
  const doubt = doubtLink(as, await listLinksBetween(trx, { noticeId: from, other: to }));
  if (doubt !== null) throw new Refusal('illegal_transition', doubt);
  await insertLink(trx, { from, to, as });
}

/**
 * Links a notice to one that some of its readers may not know of. To them nothing may have happened, so that the workflow does
 * not hear of it: link and entry are the registry's alone, and the version stays. False: there is nothing to hide, and the
 * link is a command like any other.
 */
export async function linkQuietly(
  services: Pick<Services, 'db' | 'now' | 'signer' | 'stepUp' | 'relyingParty'>,
  { row, caller, body, commandId, stepUp }: DraftOrder<Body>,
): Promise<boolean> {
  const { db, now, signer } = services;
  const other = await readAs(readerOf(caller), () => findLinked(db, { row, caller, notice: body.notice }));
  if (await isKnownAsWidelyAs(db, { notice: other.id, than: row.id })) return false;
  await inTransaction(db, async (trx) => {
    const confirmed = await confirmStepUp({ trx, services, caller }, stepUp);
    await makeLink(trx, { from: row.id, to: other.id, as: body.as });
    const locked = await lockNotice(trx, row.id);
    refuseByVersion(locked, body.expectedVersion);
    if (locked.stage === 'closed')
      throw new Refusal('illegal_transition', 'The notice is closed. Counsel can reopen it.');
    const detail = { notice: other.id, number: other.number, as: body.as };
    const event = withComment('link', detail, body.comment);
    const at = now();
    await appendAudit(trx, [{ at, noticeId: row.id, actor: actorOf(caller), ...event, commandId }]);
    const act = { kind: 'link' as const, facts: { notice: other.id, as: body.as } };
    const signing = { id: commandId, noticeId: row.id, by: actorOf(caller), act, at, confirmed };
    await recordAct(trx, signer, signing);
  });
  return true;
}
