import { refuseByAuthorshipOrPermission } from '../../domain/commands/authority-to-act.js';
import type { Role } from '../../domain/people/permission.js';
import { findOpenSlots, type Risk, type ApproverSlot } from '../../domain/submissions/submission.js';
import type { MayApprove, Ratification, SubmissionRecord } from './types.js';

type Approval = SubmissionRecord['approvals'][number];

export type ShownSlot =
  | { state: 'filled'; by: string; name: string; at: string; actsFor: string[] }
  | { state: 'yours' | 'open'; slot: ApproverSlot };

interface FilledSlots {
  approverSlots: readonly ApproverSlot[];
  approvals: readonly Approval[];
  rolesOf: (person: string) => readonly Role[];
}

/**
 * Returns the approver slots still open after the approvals so far; a delegate also counts with the roles of the absent
 * person.
 */
export function stillOpen({ approverSlots, approvals, rolesOf }: FilledSlots): ApproverSlot[] {
  const people = approvals.map((approval) => [
    ...rolesOf(approval.by),
    ...(approval.for ?? []).flatMap(({ id }) => rolesOf(id)),
  ]);
  const open = findOpenSlots(approverSlots, people);
  // An approval keeps its slot even if the approver's roles have changed since.
  return open.slice(0, Math.max(approverSlots.length - approvals.length, 0));
}

export function toShownSlots(filled: FilledSlots, yours: string | null): ShownSlot[] {
  const given = filled.approvals.map(({ by, name, at, for: absent = [] }) => ({
    state: 'filled' as const,
    by,
    name,
    at,
    actsFor: absent.map((one) => one.name),
  }));
  const open = stillOpen(filled);
  const mine = yours === null ? -1 : open.findIndex((slot) => slot === yours);
  return [
    ...given,
    ...open.map((slot, place) => ({ state: place === mine ? ('yours' as const) : ('open' as const), slot })),
  ];
}

/** Returns the slots left open after the reader's approval; empty if theirs is the last one required. */
export function leftAfter(approverSlots: readonly ShownSlot[]): ApproverSlot[] {
  return approverSlots.flatMap((one) => (one.state === 'open' ? [one.slot] : []));
}

const ASKS_COUNSEL: readonly Risk[] = ['protected', 'disclosure', 'mass', 'refusal_of_all', 'wider_than_order'];

/** Returns the risks for which counsel's approval is required, as far as the submission shows them. */
export function reasonsForCounsel({ approverSlots, risks }: Pick<SubmissionRecord, 'approverSlots' | 'risks'>): Risk[] {
  return approverSlots.includes('counsel') ? ASKS_COUNSEL.filter((risk) => risks.includes(risk)) : [];
}

/** Why the reader cannot approve, in the words of the API; null if they can. */
export function whyNotApprove(may: MayApprove | null): string | null {
  return may === null || may.ok ? null : may.why;
}

/** Why the reader cannot ratify, by the same rule as the server (authorship or permission); null if they can. */
export function whyNotRatify(
  { submission, ratification }: { submission: SubmissionRecord; ratification: Ratification },
  reader: { id: string; name: string; roles: readonly Role[] },
): string | null {
  const [first] = submission.approvals;
  const involved = {
    submission: null,
    ratification: {
      author: submission.by,
      onCall: first?.by ?? '',
      stoodFor: (first?.for ?? []).map(({ id }) => id),
      drafters: submission.drafters,
      approvals: ratification.approvals,
    },
  };
  const actor = { kind: 'person' as const, id: reader.id, name: reader.name, roles: [...reader.roles] };
  return refuseByAuthorshipOrPermission(involved, actor, 'ratify')?.cure ?? null;
}
