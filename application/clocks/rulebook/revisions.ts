import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { revisionView } from '../../../contract/rulebook/rulebook.js';
import { resolveAlert } from '../../../registry/ops/alerts.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { RULEBOOK_CHANGED } from '../../../registry/rulebook/rulebook-editions.js';
import {
  decideRevision,
  findProposedRevision,
  insertMoves,
  insertRevision,
  listKnown,
  listProposedMoves,
  lockRevision,
  refuseMoves,
  sendMoves,
  type MoveCommand,
  type RevisionRow,
} from '../../../registry/rulebook/rulebook-revisions.js';
import type { Tables } from '../../../registry/tables.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import type { Acting } from '../../acting.js';
import { toActor, toReader } from '../../caller.js';
import { needStepUp } from '../../step-up.js';
import { Refusal } from '../../refusal.js';
import { byNumber, findAffected, pickKnown } from './affected-clocks.js';
import { getRevision, noSuchRevision } from './revision-views.js';
import { CURES } from '../../../domain/commands/cures.js';

type RevisionView = z.input<typeof revisionView>;

function otherIsOpen(number: number | string): Refusal {
  return new Refusal(
    'illegal_transition',
    `Revision ${number} is still open. Approve or withdraw it before you propose another.`,
  );
}

function needEdition(edition: number | null): number {
  if (edition !== null) return edition;
  throw new Refusal('unavailable', 'The rulebook is not recorded yet, so nothing was proposed. Try again.', {
    retryAfterSeconds: 5,
  });
}

/**
 * Proposes the moves that the present rulebook requires, if those visible to the person match the ones they saw. Clocks
 * of hidden notices move with them: the law applies to notices whatever their secrecy.
 */
export async function proposeRevision(
  { trx, services, caller }: Acting,
  { reason, digest }: { reason: string; digest: string },
): Promise<RevisionView> {
  const { rulebook, newId } = services;
  const [actor, at] = [toActor(caller), services.now()];
  const edition = needEdition(services.rulebookEdition);
  const open = await findProposedRevision(trx);
  if (open !== undefined) throw otherIsOpen(open.number);
  const affected = await findAffected(trx, rulebook);
  const knownNotices = await listKnown(trx, {
    notices: [...new Set([...affected.clocks, ...affected.lost].map(({ notice }) => notice))],
    reader: toReader(caller),
  });
  const { clocks: seen, digest: present } = pickKnown(affected, ({ notice }) => knownNotices.has(notice));
  const { clocks } = affected;
  if (digest !== present)
    throw new Refusal(
      'digest_mismatch',
      'Different clocks would move now. GET /v1/rulebook/revision shows them with their digest.',
    );
  if (seen.length === 0) throw new Refusal('illegal_transition', CURES.nothingMoves);
  const number = await insertRevision(trx, { edition, digest, clocks: seen.length, reason, by: actor.id, at });
  if (number === undefined) throw otherIsOpen('of someone else');
  const moves = clocks
    .toSorted(byNumber)
    .map(({ notice, clock, from, to, receipt }) => ({ id: newId(), notice, clock, from, to, receipt }));
  await insertMoves(trx, { revision: number, moves, reason, by: actor });
  const detail = { revision: number, edition, digest, clocks: clocks.length, reason };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'rulebook_revision_proposed', detail }]);
  return getRevision(trx, number);
}

async function needProposed(trx: Transaction<Tables>, number: number | null): Promise<RevisionRow> {
  const revision = number === null ? undefined : await lockRevision(trx, number);
  if (revision === undefined) throw noSuchRevision();
  if (revision.state === 'proposed') return revision;
  throw new Refusal('illegal_transition', `Revision ${number} is already ${revision.state}. No action is needed.`);
}

/**
 * Approves exactly these moves as another person and queues each for its workflow in the same transaction. A clock that
 * has moved or ended since keeps its due, and its move is refused. Throws `missing`, `illegal_transition`,
 * `digest_mismatch` and, with step-up on, `forbidden` without a valid passkey confirmation.
 */
export async function approveRevision(
  acting: Acting,
  { number: named, digest }: { number: number | null; digest: string },
): Promise<RevisionView> {
  const { trx, services, caller, stepUp } = acting;
  const { rulebook, rulebookEdition: edition } = services;
  const [actor, at] = [toActor(caller), services.now()];
  const revision = await needProposed(trx, named);
  const { number } = revision;
  if (revision.digest !== digest)
    throw new Refusal(
      'digest_mismatch',
      `The digest does not match revision ${number}. GET /v1/rulebook/revisions/${number} shows it.`,
    );
  if (revision.edition !== needEdition(edition))
    throw new Refusal(
      'illegal_transition',
      `The rulebook has changed since revision ${number} was proposed. Withdraw it and propose a new one.`,
    );
  await needStepUp(acting, { ...stepUp(), act: { revision: number, digest } });
  const { commands, stale } = await sortMoves({ trx, rulebook }, revision);
  await refuseMoves(trx, { revision: number, ids: stale });
  await sendMoves(trx, commands);
  await decideRevision(trx, { number, state: 'approved', by: actor.id, at });
  await resolveAlert(trx, { key: RULEBOOK_CHANGED });
  const detail = { revision: number, digest, clocks: revision.clocks, sent: commands.length, refused: stale.length };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'rulebook_revision_approved', detail }]);
  return getRevision(trx, number);
}

async function sortMoves(
  { trx, rulebook }: { trx: Transaction<Tables>; rulebook: Rulebook },
  { number, reason }: RevisionRow,
): Promise<{ commands: MoveCommand[]; stale: string[] }> {
  const { clocks } = await findAffected(trx, rulebook, { revision: number });
  const now = new Map(clocks.map((clock) => [clock.clock, clock]));
  const commands: MoveCommand[] = [];
  const stale: string[] = [];
  for (const { id, notice_id: notice, clock_id: clock, from_due: from, to_due: to } of await listProposedMoves(
    trx,
    number,
  )) {
    const present = now.get(clock);
    if (present === undefined || !isSame(present.from, from) || !isSame(present.to, to)) {
      stale.push(id);
      continue;
    }
    const { revision, escalation } = present;
    const dueAtMs = to?.getTime() ?? null;
    commands.push({
      notice,
      body: { move: id, clock, revision, dueAtMs, escalation, rulebookRevision: number, reason },
    });
  }
  return { commands, stale };
}

function isSame(one: Date | null, other: Date | null): boolean {
  return (one?.getTime() ?? null) === (other?.getTime() ?? null);
}

export async function withdrawRevision(
  { trx, services, caller }: Acting,
  { number: named, reason }: { number: number | null; reason: string },
): Promise<RevisionView> {
  const [actor, at] = [toActor(caller), services.now()];
  const { number, digest, clocks } = await needProposed(trx, named);
  await refuseMoves(trx, { revision: number });
  await decideRevision(trx, { number, state: 'withdrawn', by: actor.id, at });
  const detail = { revision: number, digest, clocks, reason };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'rulebook_revision_withdrawn', detail }]);
  return getRevision(trx, number);
}
