import type { z } from 'zod';
import type { repairBody, RepairBody } from '../../contract/repair.js';
import type { Command, Repair } from '../../domain/commands/command.js';
import type { StepUpAct } from '../../domain/people/step-up.js';
import { findAttempt } from '../../registry/notices/commands.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { findReadable } from '../access.js';
import type { CommandStepUp } from '../acting.js';
import type { Caller } from '../caller.js';
import { computeCommandId } from '../command-id.js';
import { runBesideKey, type SentAnswer } from '../once.js';
import { recordFailedStepUp } from '../step-up.js';
import type { CommandServices } from './command-notice.js';
import { askToClose, findEpoch, prepareRepair } from './repair.js';
import { runCommand } from './run-command.js';
import { viewAfter } from './view-after.js';

interface RepairRequest {
  id: string;
  caller: Caller;
  body: z.output<typeof repairBody>;
  key: string | undefined;
  /** What a passkey confirms of this request. */
  act: StepUpAct;
}

interface Repairing {
  row: NoticeRow;
  caller: Caller;
  body: RepairBody;
  stepUp: CommandStepUp;
  commandId: string;
  repeatable: boolean;
}

/** Repairs a stuck notice once per key, and answers with the notice as its caller sees it then. */
export async function repairNotice(
  services: CommandServices,
  { id, caller, body: sent, key, act }: RepairRequest,
): Promise<SentAnswer> {
  const { row } = await findReadable(services, caller, id);
  const { assertion, ...body } = sent;
  const scope = `${row.id}/repair`;
  const commandId = key === undefined ? services.newId() : computeCommandId({ caller: caller.person.id, key, scope });
  const repairing = { row, caller, body, stepUp: { act, assertion }, commandId, repeatable: key !== undefined };
  try {
    return await runBesideKey(services.gate, { caller: caller.person.id, key, scope, body: sent }, async () => {
      const answer = await repair(services, repairing);
      return { status: 200, answer, location: null, noticeId: row.id };
    });
  } catch (error) {
    if (assertion !== undefined)
      await recordFailedStepUp(services, caller, { error, noticeId: row.id, name: 'repair' });
    throw error;
  }
}

async function repair(services: CommandServices, repairing: Repairing): Promise<Record<string, unknown>> {
  const { row, caller, body, stepUp, commandId, repeatable } = repairing;
  if (await isFirstRequest(services, repairing)) {
    const result = { action: body.action, state: 'requested' };
    return { ...(await viewAfter(services, { row, caller }, { version: row.version, commandId: null })), result };
  }
  const { expectedVersion, comment, ...wanted } = body;
  let result: Record<string, unknown> = { action: body.action };
  const epoch = await findEpoch(services, { row, id: commandId, action: body.action });
  const version = await runCommand({
    context: services,
    row,
    caller,
    commandId,
    name: 'repair',
    shared: { expectedVersion, comment },
    repeatable,
    preparesRows: true,
    stepUp,
    prepare: (preparing) => prepareRepair(preparing, wanted, epoch),
    onCommand: (command: Command) => {
      if (command.name === 'repair') result = toResult(command.body);
    },
  });
  return { ...(await viewAfter(services, { row, caller }, { version, commandId })), result };
}

async function isFirstRequest(
  services: CommandServices,
  { row, caller, body, stepUp, commandId: id }: Repairing,
): Promise<boolean> {
  if (body.action !== 'force_close' || (await findAttempt(services.db, id)) !== undefined) return false;
  return askToClose(services, { row, caller, id, reason: body.reason, stepUp });
}

function toResult(body: Repair): Record<string, unknown> {
  const { action } = body;
  switch (action) {
    case 'retry':
    case 'skip':
      return { action, submission: body.submission, targets: body.count };
    case 'resend':
      return { action, letters: body.letters.length };
    case 'reassign':
      return { action, to: body.to };
    case 'rebuild':
      return { action, registryVersion: body.recorded };
    case 'force_close':
      return { action, state: 'closed' };
  }
}
