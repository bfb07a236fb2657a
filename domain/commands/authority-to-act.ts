import type { Actor } from '../people/actor.js';
import { COMMAND_TABLE, type ActName } from './command-table.js';
import { can, rolesWith } from '../people/permission.js';
import type { Rejection } from './rejection.js';
import { delegatedTo, rolesUsed } from '../people/delegate.js';
import { CURES, requireRole } from './cures.js';

/** What the four-eyes check needs of a submission: author, drafters, approvers, and the people they acted for. */
export interface Authorship {
  state: 'open' | 'approved' | 'returned';
  by: string;
  drafters: readonly string[];
  approvals: readonly { by: string; for?: readonly { id: string }[] }[];
  approverSlots: readonly unknown[];
  verifiers: readonly string[];
}

export interface Ratifying {
  author: string;
  onCall: string;
  stoodFor: readonly string[];
  drafters: readonly string[];
  approvals: readonly { by: string }[];
}

export interface Involved {
  submission: Authorship | null;
  /** Ids of people who may not act on the notice: recused or excluded. The workflow does not know them. */
  excluded?: readonly string[] | undefined;
  ratification?: Ratifying | null | undefined;
}

export function eyesUsed({ by, drafters, approvals }: Pick<Authorship, 'by' | 'drafters' | 'approvals'>): Set<string> {
  return new Set([
    by,
    ...drafters,
    ...approvals.flatMap((approval) => [approval.by, ...(approval.for ?? []).map(({ id }) => id)]),
  ]);
}

/** What an excluded person may still do: give the notice away and stop a page. */
const OPEN_TO_EXCLUDED: ReadonlySet<ActName> = new Set(['release', 'assign', 'acknowledge_escalation']);

function refuseExcluded(excluded: readonly string[], { id }: Actor, name: ActName): Rejection | null {
  if (!excluded.includes(id) || OPEN_TO_EXCLUDED.has(name)) return null;
  return {
    code: 'four_eyes',
    cure: CURES.excluded,
  };
}

/**
 * Checks authorship first, permission second, state last: an author who tries to approve learns of that whatever roles
 * they hold (docs/integrating/interface.md, HTTP conventions).
 */
export function refuseByAuthorshipOrPermission(
  { submission, ratification, excluded = [] }: Involved,
  actor: Actor,
  name: ActName,
): Rejection | null {
  const barred = refuseExcluded(excluded, actor, name);
  if (barred !== null) return barred;
  const waiting = name === 'approve' && submission !== null && submission.state !== 'returned' ? submission : null;
  if (waiting !== null) {
    const refusal = refuseSecondApproval(waiting, actor);
    if (refusal !== null) return refusal;
  }
  if (name === 'ratify' && ratification) {
    const refusal = refuseRatifying(ratification, actor);
    if (refusal !== null) return refusal;
  }
  // Commands of the desk itself need no permission and are open only to the system.
  const { permission } = COMMAND_TABLE[name];
  if (permission === null) {
    return actor.kind === 'person' ? { code: 'forbidden', cure: 'Only the desk itself can record this.' } : null;
  }
  if (actor.kind === 'system') return null;
  const without = new Set([...excluded, ...(waiting === null ? [] : eyesUsed(waiting))]);
  if (can(rolesUsed(actor, delegatedTo(actor, name, without)), permission)) return null;
  if (can(rolesUsed(actor, delegatedTo(actor, name)), permission)) {
    return {
      code: 'four_eyes',
      cure: 'The person you act for made or drafted this submission, already approved it, or is excluded from this notice. Another person must approve it.',
    };
  }
  return { code: 'forbidden', cure: requireRole(rolesWith(permission)) };
}

function hasDrafted(drafters: readonly string[], id: string): boolean {
  return drafters.includes(id);
}

function refuseSecondApproval(
  { by, drafters, approvals, approverSlots, verifiers }: Authorship,
  { id }: Actor,
): Rejection | null {
  if (by === id) return { code: 'four_eyes', cure: 'You made this submission. Another person must approve it.' };
  if (hasDrafted(drafters, id)) {
    return {
      code: 'four_eyes',
      cure: 'You drafted decisions of this submission, or took part in what it restores. Another person must approve it.',
    };
  }
  if (approvals.some((approval) => approval.by === id)) {
    return { code: 'four_eyes', cure: 'You have already approved. The next approval must come from another person.' };
  }
  if (approvals.some((approval) => (approval.for ?? []).some((absent) => absent.id === id))) {
    return {
      code: 'four_eyes',
      cure: 'Your substitute has approved on your behalf. The next approval must come from another person.',
    };
  }
  if (verifiers.includes(id) && isOnVerifiersAlone({ approvals, approverSlots, verifiers })) {
    return {
      code: 'four_eyes',
      cure: 'You verified the sender of this notice. A person who has not verified the sender must approve it.',
    };
  }
  return null;
}

function isOnVerifiersAlone(authorship: Pick<Authorship, 'approvals' | 'approverSlots' | 'verifiers'>) {
  const { approvals, approverSlots, verifiers } = authorship;
  return approvals.length + 1 >= approverSlots.length && approvals.every(({ by }) => verifiers.includes(by));
}

function refuseRatifying(
  { author, onCall, stoodFor, drafters, approvals }: Ratifying,
  { id }: Actor,
): Rejection | null {
  if (author === id) return { code: 'four_eyes', cure: 'You made this submission. Another person must ratify it.' };
  if (hasDrafted(drafters, id)) {
    return {
      code: 'four_eyes',
      cure: 'You drafted decisions of this submission. Another person must ratify it.',
    };
  }
  if (onCall === id || stoodFor.includes(id)) {
    return {
      code: 'four_eyes',
      cure: 'It was enforced on your approval, or on one given on your behalf. Another person must ratify it.',
    };
  }
  if (approvals.some((approval) => approval.by === id)) {
    return {
      code: 'four_eyes',
      cure: 'You have already ratified it. The next approval must come from another person.',
    };
  }
  return null;
}
