import type { Repair, RepairAction, TargetRepairAction } from '../../domain/commands/command.js';
import type { Assertion } from '../../contract/people/assertion.js';
import { SHARED_ACTS } from '../../domain/people/shared-acts.js';
import type { StepUpAct } from '../../domain/people/step-up.js';
import type { Connection } from '../../registry/db.js';
import { findAttempt } from '../../registry/notices/commands.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { findCloseRequest, insertCloseRequest, useCloseRequest } from '../../registry/notices/force-close.js';
import { lockNotice, type NoticeRow } from '../../registry/notices/notices.js';
import { insertRepair, isWhole } from '../../registry/enforcement/repairs.js';
import { findSubmission } from '../../registry/submissions/submissions.js';
import { listUndelivered } from '../../registry/letters/undelivered-letters.js';
import { needStepUp } from '../step-up.js';
import type { Services } from '../services.js';
import { invalid, Refusal } from '../refusal.js';
import type { RepairBody } from '../../contract/repair.js';
import { prepareAssign } from './prepare.js';
import { toActor, type Caller } from '../caller.js';
import type { Preparing } from './preparing.js';
import { epochFor } from './start-over.js';
import { CURES } from '../../domain/commands/cures.js';

const NOTHING = {
  retry: 'there is no target that failed, was refused by the platform, or differs on the platform',
  skip: 'there is no failed target that has not already been given up',
} as const;

const NAMES_ONE: readonly RepairAction[] = ['retry', 'skip', 'resend'];

/**
 * Returns the run that a repair addresses, null for repairs that leave the run alone. Call it before the repair's
 * transaction: Temporal may take seconds, and the workflow may have to write meanwhile.
 */
export async function findEpoch(
  services: Pick<Services, 'db' | 'engine'>,
  { row, id, action }: { row: NoticeRow; id: string; action: RepairAction },
): Promise<number | null> {
  if (action !== 'rebuild' && action !== 'force_close') return null;
  if ((await findAttempt(services.db, id)) !== undefined) return null;
  return epochFor(services, row, action);
}

/** Builds the command of a repair and stores the targets or letter it chose under the command's id. */
export async function prepareRepair(preparing: Preparing, body: RepairBody, epoch: number | null): Promise<Repair> {
  const { action, reason } = body;
  if (body.target !== undefined && !NAMES_ONE.includes(action))
    throw invalid('/target', `${action} applies to the whole notice. Omit "target".`);
  if (body.to !== undefined && action !== 'reassign') throw invalid('/to', `Only reassign takes a person. Omit "to".`);
  switch (action) {
    case 'retry':
    case 'skip':
      return prepareTargets(preparing, { ...body, action });
    case 'resend':
      return prepareResend(preparing, body);
    case 'reassign': {
      if (body.to === undefined) throw invalid('/to', 'Give the new assignee: a person id or an email address.');
      return { action, reason, ...(await prepareAssign(preparing, { to: body.to })) };
    }
    case 'rebuild':
      return prepareRebuild(preparing, { reason, epoch });
    case 'force_close':
      return prepareForceClose(preparing, { reason, epoch });
  }
}

async function prepareTargets(
  { trx, row, caller, commandId }: Preparing,
  { action, target: sent, reason }: RepairBody & { action: TargetRepairAction },
): Promise<Repair> {
  const target = sent ?? null;
  await lockNotice(trx, row.id);
  const by = { id: caller.person.id, name: caller.person.name };
  const chosen = await insertRepair(trx, { id: commandId, noticeId: row.id, action, reason, by }, target);
  if (chosen === undefined) {
    throw target === null
      ? invalid('/action', `There is nothing to ${action}: ${NOTHING[action]}.`)
      : invalid(
          '/target',
          `Target ${target} cannot be repaired this way: for ${action}, ${NOTHING[action]} with this number.`,
        );
  }
  const { submission, count } = chosen;
  if (action === 'retry' && !(await isWhole(trx, { noticeId: row.id, submission }))) {
    throw new Refusal(
      'illegal_transition',
      `Some targets of submission ${submission} have been decided again, so its approvals no longer cover it. Decide the rest again too and submit.`,
    );
  }
  return { action, reason, submission, target, count };
}

async function prepareResend(
  { trx, row }: Preparing,
  { target, reason }: Pick<RepairBody, 'target' | 'reason'>,
): Promise<Repair> {
  const letters = await listUndelivered(trx, { noticeId: row.id, n: target ?? null });
  if (letters.length > 0) return { action: 'resend', reason, letters };
  throw target === undefined
    ? invalid('/action', 'There is nothing to resend: every letter of the notice was delivered or is being sent.')
    : invalid('/target', `Letter ${target} cannot be resent: no letter with this number bounced or failed.`);
}

async function prepareRebuild({ trx, row }: Preparing, { reason, epoch }: RunRequested): Promise<Repair> {
  const { version } = await lockNotice(trx, row.id);
  return { action: 'rebuild', reason, recorded: version, ...(epoch === null ? {} : { epoch }) };
}

interface RunRequested {
  reason: string;
  epoch: number | null;
}

async function prepareForceClose({ trx, row, caller }: Preparing, { reason, epoch }: RunRequested): Promise<Repair> {
  await lockNotice(trx, row.id);
  const closeRequest = await findCloseRequest(trx, row.id);
  if (closeRequest?.by === caller.person.id) throw new Refusal('four_eyes', CURES.requestedAlready);
  await refuseAuthor(trx, { row, caller });
  if (closeRequest === undefined)
    throw new Refusal(
      'illegal_transition',
      'The request to force-close this notice is no longer open. Request it again.',
    );
  await useCloseRequest(trx, { id: closeRequest.id, used: true });
  return { action: 'force_close', reason, requested: closeRequest, ...(epoch === null ? {} : { epoch }) };
}

/**
 * Separation of duties: the author and drafters of the latest submission may request a forced close, but not confirm
 * it.
 */
async function refuseAuthor(trx: Connection, { row, caller }: { row: NoticeRow; caller: Caller }): Promise<void> {
  const latest = await findSubmission(trx, { noticeId: row.id });
  if (latest === undefined) return;
  if ([latest.author, ...latest.drafters].includes(caller.person.id))
    throw new Refusal('four_eyes', SHARED_ACTS.force_close.refusal);
}

interface AskingToClose {
  row: NoticeRow;
  caller: Caller;
  id: string;
  reason: string;
  stepUp: { act: StepUpAct; assertion: Assertion | undefined };
}

/**
 * Records the first person's request for a forced close and returns true. Returns false if the close should run:
 * another person has requested it already, or this id has been attempted.
 */
export async function askToClose(
  services: Services,
  { row, caller, id, reason, stepUp }: AskingToClose,
): Promise<boolean> {
  const { db, now } = services;
  return db.transaction().execute(async (trx) => {
    const { stage } = await lockNotice(trx, row.id);
    if (stage === 'closed') throw new Refusal('illegal_transition', 'The notice is already closed.');
    const closeRequest = await findCloseRequest(trx, row.id);
    if (closeRequest?.id === id) return true;
    if (closeRequest?.by === caller.person.id) throw new Refusal('four_eyes', CURES.requestedAlready);
    if (closeRequest !== undefined) return false;
    await needStepUp({ trx, services, caller }, stepUp);
    const by = { by: caller.person.id, byName: caller.person.name };
    await insertCloseRequest(trx, { id, noticeId: row.id, ...by, reason });
    const detail = { reason };
    await appendAudit(trx, [
      { at: now(), noticeId: row.id, actor: toActor(caller), action: 'force_close_requested', detail },
    ]);
    return true;
  });
}
