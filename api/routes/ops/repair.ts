import type { Command, Repair } from '../../../domain/commands/command.js';
import { idParams } from '../../../contract/params.js';
import { findAttempt } from '../../../registry/notices/commands.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { askToClose, findEpoch, prepareRepair } from '../../../application/commands/repair.js';
import { runCommand } from '../../../application/commands/run-command.js';
import { findReadableNotice } from '../../access.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { runOnce } from '../../../application/once.js';
import { readIdempotencyKey, sendAnswer, toRepeatable } from '../../idempotency.js';
import type { Assertion } from '../../../contract/people/assertion.js';
import type { StepUpAct } from '../../../domain/people/step-up.js';
import { commandedNotice } from '../../../contract/notice-view.js';
import { repairBody, type RepairBody } from '../../../contract/repair.js';
import { viewAfter } from '../../../application/commands/view-after.js';
import { readWriteAct, recordWrongPasskey } from '../../step-up.js';
import type { Caller } from '../../../application/caller.js';
import { computeCommandId } from '../../../application/command-id.js';

export function registerRepair(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Repair a stuck notice',
    description:
      'Returns the notice, and under `result` what was started: `{ action }` with `submission` and `targets` (retry, skip), `letters` (resend), `to` (reassign), `registryVersion` (rebuild), or `state` (force_close): `asked` after the first person, `closed` after the second.',
    tags: ['ops'],
    body: repairBody,
    response: { 200: commandedNotice },
  };
  app.post('/v1/ops/notices/:id/repair', { schema, preValidation: needs('repair') }, async (request, reply) => {
    const caller = requireCaller(request);
    const { row } = await findReadableNotice(context, request);
    const { assertion, ...body } = request.body;
    const stepUp = { act: readWriteAct(request), assertion };
    const repairing = { context, row, caller, body, stepUp };
    const carryOut = (how: Pick<Repairing, 'commandId' | 'repeatable'>) =>
      repairNotice({ ...repairing, ...how }).catch(async (error: unknown) => {
        await recordWrongPasskey(context, request, { error, noticeId: row.id, name: 'repair' });
        throw error;
      });
    const key = readIdempotencyKey(request);
    if (key === undefined)
      return reply.send((await carryOut({ commandId: context.newId(), repeatable: false })) as never);
    const scope = `${row.id}/repair`;
    const once = await runOnce(context.gate, toRepeatable(request, scope), async () => ({
      status: 200,
      answer: await carryOut({
        commandId: computeCommandId({ caller: caller.person.id, key, scope }),
        repeatable: true,
      }),
      location: null,
      noticeId: row.id,
    }));
    return sendAnswer(reply, once);
  });
}

interface Repairing {
  context: ApiContext;
  row: NoticeRow;
  caller: Caller;
  body: RepairBody;
  stepUp: { act: StepUpAct; assertion: Assertion | undefined };
  commandId: string;
  repeatable: boolean;
}

async function repairNotice(repairing: Repairing): Promise<Record<string, unknown>> {
  const { context, row, caller, body, stepUp, commandId, repeatable } = repairing;
  if (await isFirstRequest(repairing)) {
    const result = { action: body.action, state: 'requested' };
    return { ...(await viewAfter(context, { row, caller }, { version: row.version, commandId: null })), result };
  }
  const { expectedVersion, comment, ...repair } = body;
  let result: Record<string, unknown> = { action: body.action };
  const epoch = await findEpoch(context, { row, id: commandId, action: body.action });
  const version = await runCommand({
    context,
    row,
    caller,
    commandId,
    name: 'repair',
    shared: { expectedVersion, comment },
    repeatable,
    preparesRows: true,
    stepUp,
    prepare: (preparing) => prepareRepair(preparing, repair, epoch),
    onCommand: (command: Command) => {
      if (command.name === 'repair') result = toResult(command.body);
    },
  });
  return { ...(await viewAfter(context, { row, caller }, { version, commandId })), result };
}

async function isFirstRequest({ context, row, caller, body, stepUp, commandId: id }: Repairing): Promise<boolean> {
  if (body.action !== 'force_close' || (await findAttempt(context.db, id)) !== undefined) return false;
  return askToClose(context, { row, caller, id, reason: body.reason, stepUp });
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
