import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import type { revisionView } from '../../../contract/rulebook/rulebook.js';
import { can, rolesWith, type Permission, type Role } from '../../../domain/people/permission.js';
import type { Connection } from '../../../registry/db.js';
import {
  countMoves,
  countRevisions,
  findRevision,
  listKnown,
  listMoves,
  listRevisions,
  type RevisionRow,
} from '../../../registry/rulebook/rulebook-revisions.js';
import { toReader, type Caller } from '../../caller.js';
import { answerKept, answerPage, readCursor } from '../../paging.js';
import { notPermitted, Refusal } from '../../refusal.js';
import { recordSecretReads } from '../../secret-reads.js';
import { answerSeenPage } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { byNumber, pickKnown } from './affected-clocks.js';
import type { createPendingView, PendingMove } from './pending-moves.js';
import { requireRole } from '../../../domain/commands/cures.js';

type RevisionView = z.input<typeof revisionView>;

/** Roles that extend deadlines or approve the rulebook may propose a revision. */
const PROPOSERS: readonly Permission[] = ['extend', 'rulebook.approve'];

export function needProposer({ roles }: Caller): void {
  if (PROPOSERS.some((permission) => can(roles, permission))) return;
  const who = [...new Set<Role>(PROPOSERS.flatMap(rolesWith))];
  throw new Refusal('forbidden', requireRole(who));
}

/** Checks authorship before permission, and permission before the state (docs/integrating/interface.md, HTTP conventions). */
export async function needApprover({ db }: Pick<Services, 'db'>, caller: Caller, number: number | null): Promise<void> {
  const revision = await findKnown(db, number);
  if (revision?.proposed_by === caller.person.id)
    throw new Refusal(
      'four_eyes',
      `You proposed revision ${revision.number} yourself. Another person must approve it.`,
    );
  if (!can(caller.roles, 'rulebook.approve')) throw notPermitted('rulebook.approve');
  if (revision === undefined) throw noSuchRevision();
}

export function noSuchRevision(): Refusal {
  return new Refusal('missing', 'There is no such revision. GET /v1/rulebook/revisions lists them.');
}

async function findKnown(db: Connection, number: number | null): Promise<RevisionRow | undefined> {
  return number === null ? undefined : findRevision(db, number);
}

export async function pageRevisions({ db }: Pick<Services, 'db'>, { cursor, ...paging }: PageQuery) {
  const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
  return answerPage(paging, {
    rows: (limit) => listRevisions(db, { before, limit }),
    total: () => countRevisions(db),
    view: viewRevision,
    key: ({ number }) => [number],
  });
}

export async function getRevision(db: Connection, number: number): Promise<RevisionView> {
  const row = await findRevision(db, number);
  if (row === undefined) throw noSuchRevision();
  return viewRevision(row);
}

export async function getRevisionPage(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { number, cursor, ...paging }: PageQuery & { number: number | null },
) {
  const { db } = services;
  const row = await findKnown(db, number);
  if (row === undefined) throw noSuchRevision();
  const question = { revision: row.number, reader: toReader(caller) };
  const [after = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
  const moves = await countMoves(db, question);
  const page = await answerSeenPage(services, { caller, name: 'rulebook_revision' }, paging, {
    rows: (limit) => listMoves(db, { ...question, after, limit }),
    total: async () => moves.proposed + moves.made + moves.refused,
    view: (move) => ({
      notice: move.notice_id,
      number: move.number,
      clock: move.clock_id,
      kind: move.kind,
      from: move.from_due?.toISOString() ?? null,
      to: move.to_due?.toISOString() ?? null,
      state: move.state,
    }),
    key: ({ id }) => [id],
    seen: ({ notice_id: id, secrecy_level: level }) => [{ id, level }],
  });
  return { ...viewRevision(row), moves, ...page };
}

/** Returns what the present rulebook would move, of notices that the caller can read. */
export async function getPendingPage(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { cursor, findPending, ...paging }: PageQuery & { findPending: ReturnType<typeof createPendingView> },
) {
  const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.uuid]));
  const { edition, ...affected } = await findPending(after === null ? 'first' : 'later');
  const known = await listKnown(services.db, {
    notices: [...new Set([...affected.clocks, ...affected.lost].map(({ notice }) => notice))],
    reader: toReader(caller),
  });
  const { clocks: all, ...counts } = pickKnown(affected, ({ notice }) => known.has(notice));
  const rest = after === null ? all : all.filter((move) => byNumber(move, { number: after[0], clock: after[1] }) > 0);
  const page = await answerKept(paging, { all, rest, view: viewMove, key: ({ number, clock }) => [number, clock] });
  const seen = rest.slice(0, page.items.length).map(({ notice: id, secrecyLevel: level }) => ({ id, level }));
  await recordSecretReads(services, caller, { seen, list: 'rulebook_revision' });
  return { edition, ...counts, clocks: all.length, ...page };
}

function viewMove({ notice, number, clock, kind, from, to, why }: PendingMove) {
  return { notice, number, clock, kind, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, why };
}

function viewRevision(row: RevisionRow): RevisionView {
  const { number, state, edition, digest, clocks, reason } = row;
  const decided = row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' };
  return {
    number,
    state,
    edition,
    digest,
    clocks,
    reason,
    proposedBy: { id: row.proposed_by, name: row.proposed_by_name },
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: decided,
    decidedAt: row.decided_at?.toISOString() ?? null,
  };
}
