import type { AbsentPerson } from '../people/actor.js';
import type { Role } from '../people/permission.js';
import { mayApprove, type PendingSubmission } from './may-approve.js';

interface Waiting extends Omit<PendingSubmission, 'by' | 'approvals'> {
  author: string;
  approvals: readonly { by: string; roles: readonly Role[]; stoodFor: readonly string[] }[];
}

interface Present {
  id: string;
  name: string;
  roles: Role[];
  actsFor: AbsentPerson[];
}

export function toPending({ author, approvals, ...waiting }: Waiting): PendingSubmission {
  const given = approvals.map(({ by, roles, stoodFor }) => ({ by, roles, for: stoodFor.map((id) => ({ id })) }));
  return { ...waiting, by: author, approvals: given };
}

/** Returns those of the present people who may approve a submission now. */
export function listApprovers<Person extends Present>({
  present,
  ...waiting
}: Waiting & { present: readonly Person[] }): Person[] {
  const pending = toPending(waiting);
  return present.filter((person) => mayApprove(pending, { kind: 'person', ...person }).ok);
}
