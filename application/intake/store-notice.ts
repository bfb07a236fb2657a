import type { Actor } from '../../domain/people/actor.js';
import { raiseClockAlerts, raiseLawUnknown } from '../../registry/clocks/clock-problems.js';
import type { Connection } from '../../registry/db.js';
import type { AuditEntry } from '../../registry/notices/audit.js';
import type { SignedAct } from '../../registry/notices/commands.js';
import {
  insertReceivedNotice,
  isOneStatement,
  type AcceptedOnce,
  type KeptNotice,
} from '../../registry/notices/receive.js';
import type { IntakeNotice } from '../../registry/notices/received-notice.js';
import { raiseEmptySlot } from '../people/secrecy/needs-people.js';
import type { Services } from '../services.js';
import type { ReadNotice } from './read-notice.js';

/** Stores a notice that has no idempotency key and is therefore always stored. */
export async function storeKeyless(...args: Parameters<typeof storeNotice>): Promise<KeptNotice> {
  const kept = await storeNotice(...args);
  if (kept === null) throw new Error('a notice without a key is always kept');
  return kept;
}

/**
 * Writes the notice; after the commit it cannot be lost. Must run outside a transaction where `fitsOneStatement`. Returns
 * null if another request uses the same key at this moment.
 */
export async function storeNotice(
  db: Connection,
  arrival: Pick<Services, 'signer'> & { actor: Actor; read: ReadNotice; at: Date; once?: AcceptedOnce },
): Promise<KeptNotice | null> {
  const { signer, actor, read, at, once } = arrival;
  const { notice, merged } = read;
  const entry: AuditEntry = {
    at,
    noticeId: notice.id,
    actor,
    action: 'notice_received',
    detail: {
      kind: notice.kind,
      regime: notice.regime,
      targets: notice.targets.length,
      merged,
      authenticity: notice.authenticity,
    },
    version: 1,
    ordinal: 0,
  };
  const signed = signReceipt(signer, { notice, actor, at });
  const taking = { entries: [entry], signed, ...(once === undefined ? {} : { once }) };
  const kept = await insertReceivedNotice(db, notice, taking);
  if (kept !== null && read.unnamed) await raiseEmptySlot(db, notice.id);
  if (kept !== null && read.lawUnknown !== null) await raiseLawUnknown(db, notice.id, read.lawUnknown);
  if (kept !== null && isDoubted(read)) await raiseClockAlerts(db, notice.id, read);
  return kept;
}

/** Signs how a notice came in, because enforcement trusts no unsigned row. The act has the id of the notice. */
function signReceipt(
  signer: Services['signer'],
  { notice, actor, at }: { notice: IntakeNotice; actor: Actor; at: Date },
): SignedAct {
  const { id, authority, kind, authenticity, regime, effectiveUntil, relatesTo } = notice;
  const facts = {
    authority: authority.id,
    authorityName: authority.name,
    noticeKind: kind,
    authenticity,
    regime,
    effectiveUntil: effectiveUntil?.toISOString() ?? null,
    links: relatesTo,
  };
  const by = actor.kind === 'system' ? null : actor;
  return signer.signAct({ id, noticeId: id, by, act: { kind: 'receipt', facts }, at });
}

/** Returns whether one statement, its own commit, writes everything of this notice. */
export function fitsOneStatement(read: ReadNotice): boolean {
  return isOneStatement(read.notice) && !read.unnamed && read.lawUnknown === null && !isDoubted(read);
}

function isDoubted({ problems, undercut }: ReadNotice): boolean {
  return problems.length > 0 || undercut.length > 0;
}
