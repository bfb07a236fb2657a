import type { CommandBodies } from '../../domain/command.js';
import { lockNotice } from '../../registry/notices.js';
import { insertRepair, isWhole } from '../../registry/repairs.js';
import { invalid, Problem } from '../api/problems.js';
import type { RepairBody } from '../api/schema/repair.js';
import type { Preparing } from './prepare.js';

const NOTHING = {
  retry: 'there is no target that failed, that the platform refused, or whose state on the platform differs',
  skip: 'there is no failed target that has not been given up already',
} as const;

/** Chooses the targets of a repair and keeps them under the command's id. */
export async function prepareRepair(
  { trx, row, caller, commandId }: Preparing,
  { action, target: sent, reason }: RepairBody,
): Promise<CommandBodies['repair']> {
  const target = sent ?? null;
  await lockNotice(trx, row.id);
  const by = { id: caller.person.id, name: caller.person.name };
  const chosen = await insertRepair(trx, { id: commandId, noticeId: row.id, action, reason, by }, target);
  if (chosen === undefined) {
    throw target === null
      ? invalid('/action', `There is nothing to ${action}: ${NOTHING[action]}.`)
      : invalid('/target', `Target ${target} cannot be repaired so: for ${action}, ${NOTHING[action]} of this number.`);
  }
  const { submission, count } = chosen;
  if (action === 'retry' && !(await isWhole(trx, { noticeId: row.id, submission }))) {
    throw new Problem(
      'illegal-transition',
      `Some targets of submission ${submission} were decided anew, so its approvals no longer cover it. Decide the rest anew too and submit it.`,
    );
  }
  return { action, reason, submission, target, count };
}
