import type { Ratification } from '../notices/notice-state.js';
import type { Role } from '../people/permission.js';
import { doubtOneApproval, type ClaimedApproval } from './proof-of-approval.js';
import { isApproval, type SignedStatement } from './signed-act.js';
import { canFillAll, type ApproverSlot } from './submission.js';

/** The recorded claims about an emergency enforced on one approval, and its ratification. */
export interface ClaimedRatification {
  notice: string;
  submission: number;
  digest: string;
  author: string;
  drafters: readonly string[];
  onCall: readonly string[];
  /** Null: no duty to ratify is recorded, although it was enforced. */
  state: Ratification['state'] | null;
  approverSlots: readonly ApproverSlot[];
  approvals: readonly ClaimedApproval[];
}

/**
 * Returns why an earlier emergency blocks another one, or null. It has to be ratified, proven by signatures like an
 * approval, or refused; a refusal bears no signature and requires everything to be restored.
 */
export function doubtRatification(
  { state, approverSlots, approvals, ...emergency }: ClaimedRatification,
  signed: ReadonlyMap<string, SignedStatement>,
): string | null {
  if (state === 'refused') return null;
  if (state !== 'ratified')
    return `Submission ${emergency.submission} was enforced in an emergency and is not ratified.`;
  const hands = [emergency.author, ...emergency.drafters, ...emergency.onCall];
  const roles: Role[][] = [];
  const givers = new Set<string>();
  for (const approval of approvals) {
    const statement = signed.get(approval.commandId);
    const doubt = doubtOneApproval(emergency, approval, { statement, kind: 'ratify' });
    if (doubt !== null) return `The ratification of submission ${emergency.submission} could not be verified: ${doubt}`;
    if (statement === undefined || !isApproval(statement)) continue;
    if (hands.includes(statement.person) || givers.has(statement.person))
      return `Submission ${emergency.submission} was ratified by someone who took part in it, or twice by one person.`;
    givers.add(statement.person);
    roles.push(statement.roles);
  }
  if (approverSlots.length > 0 && roles.length === approverSlots.length && canFillAll(approverSlots, roles))
    return null;
  return `The people who ratified submission ${emergency.submission} do not fill the open approver slots.`;
}
