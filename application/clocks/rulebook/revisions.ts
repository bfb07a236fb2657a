import type { Transaction } from 'kysely';
import type { Assertion } from '../../../contract/people/assertion.js';
import type { Actor } from '../../../domain/people/actor.js';
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
import type { Reader } from '../../../registry/reading.js';
import type { Tables } from '../../../registry/tables.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { needStepUp, type SteppingUp } from '../../people/passkeys/step-up.js';
import { Refusal } from '../../refusal.js';
import { findAffected, pickKnown, type AffectedClock } from './affected-clocks.js';
import { CURES } from '../../../domain/commands/cures.js';

interface Deciding {
  trx: Transaction<Tables>;
  rulebook: Rulebook;
  edition: number | null;
  actor: Actor;
  at: Date;
  newId: () => string;
}

export function noSuchRevision(): Refusal {
  return new Refusal('missing', 'There is no such revision. GET /v1/rulebook/revisions lists them.');
}

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
  { trx, rulebook, edition: known, actor, at, newId }: Deciding,
  { reason, digest, reader }: { reason: string; digest: string; reader: Reader },
): Promise<number> {
  const edition = needEdition(known);
  const open = await findProposedRevision(trx);
  if (open !== undefined) throw otherIsOpen(open.number);
  const affected = await findAffected(trx, rulebook);
  const knownNotices = await listKnown(trx, {
    notices: [...new Set([...affected.clocks, ...affected.lost].map(({ notice }) => notice))],
    reader,
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
  return number;
}

export function byNumber(
  one: Pick<AffectedClock, 'number' | 'clock'>,
  other: Pick<AffectedClock, 'number' | 'clock'>,
): number {
  if (one.number !== other.number) return one.number < other.number ? -1 : 1;
  return one.clock === other.clock ? 0 : one.clock < other.clock ? -1 : 1;
}

async function needProposed(trx: Transaction<Tables>, number: number): Promise<RevisionRow> {
  const revision = await lockRevision(trx, number);
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
  { trx, services, caller, rulebook, edition, actor, at }: Deciding & SteppingUp,
  { number, digest, assertion }: { number: number; digest: string; assertion?: Assertion | undefined },
): Promise<void> {
  const revision = await needProposed(trx, number);
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
  await needStepUp({ trx, services, caller }, { act: { revision: number, digest }, assertion });
  const { commands, stale } = await sortMoves({ trx, rulebook }, revision);
  await refuseMoves(trx, { revision: number, ids: stale });
  await sendMoves(trx, commands);
  await decideRevision(trx, { number, state: 'approved', by: actor.id, at });
  await resolveAlert(trx, { key: RULEBOOK_CHANGED });
  const detail = { revision: number, digest, clocks: revision.clocks, sent: commands.length, refused: stale.length };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'rulebook_revision_approved', detail }]);
}

async function sortMoves(
  { trx, rulebook }: Pick<Deciding, 'trx' | 'rulebook'>,
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
  { trx, actor, at }: Pick<Deciding, 'trx' | 'actor' | 'at'>,
  { number, reason }: { number: number; reason: string },
): Promise<void> {
  const { digest, clocks } = await needProposed(trx, number);
  await refuseMoves(trx, { revision: number });
  await decideRevision(trx, { number, state: 'withdrawn', by: actor.id, at });
  const detail = { revision: number, digest, clocks, reason };
  await appendAudit(trx, [{ at, noticeId: null, actor, action: 'rulebook_revision_withdrawn', detail }]);
}
