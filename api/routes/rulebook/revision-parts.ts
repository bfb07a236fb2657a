import { numberParams } from '../../../contract/params.js';
import type { FastifyRequest } from 'fastify';
import { can, rolesWith, type Permission, type Role } from '../../../domain/people/permission.js';
import { findRevision, type RevisionRow } from '../../../registry/rulebook/rulebook-revisions.js';
import { noSuchRevision } from '../../../application/clocks/rulebook/revisions.js';
import { requireCaller } from '../../caller.js';
import type { ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { toActor } from '../../../application/caller.js';
import { requireRole } from '../../../domain/commands/cures.js';

/** Roles that extend deadlines or approve the rulebook may propose a revision. */
const PROPOSERS: readonly Permission[] = ['extend', 'rulebook.approve'];

export async function needsProposer(request: FastifyRequest): Promise<void> {
  const { roles } = requireCaller(request);
  if (PROPOSERS.some((permission) => can(roles, permission))) return;
  const who = [...new Set<Role>(PROPOSERS.flatMap(rolesWith))];
  throw new ApiProblem('forbidden', requireRole(who));
}

export function readRevisionNumber(request: FastifyRequest): number | null {
  const { n } = numberParams.parse(request.params);
  return /^[1-9]\d{0,8}$/.test(n) ? Number(n) : null;
}

export async function needRevision({ db }: ApiContext, request: FastifyRequest): Promise<RevisionRow> {
  const number = readRevisionNumber(request);
  const revision = number === null ? undefined : await findRevision(db, number);
  if (revision === undefined) throw noSuchRevision();
  return revision;
}

export function buildDeciding(context: ApiContext, request: FastifyRequest) {
  const { rulebook, rulebookEdition: edition, now, newId } = context;
  return { rulebook, edition, actor: toActor(requireCaller(request)), at: now(), newId };
}

export function viewRevision(row: RevisionRow) {
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
