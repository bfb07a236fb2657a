import { prepareRepair } from '../../../commands/repair.js';
import { runCommand } from '../../../commands/run-command.js';
import { findReadableNotice } from '../../access.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerOnce, commandIdOf, readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { repairBody } from '../../schema/repair.js';
import { viewAfter } from '../notices/commands.js';

/** `POST /v1/ops/notices/{id}/repair`: acts anew on targets that failed or drifted, or gives failed ones up with a reason. */
export function registerRepair(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Retry or skip targets of a notice',
    description: 'Answers the notice, and under `result` what was taken up: `{ action, submission, targets }`.',
    tags: ['ops'],
    body: repairBody,
  };
  app.post('/v1/ops/notices/:id/repair', { schema, preValidation: needs('repair') }, async (request, reply) => {
    const caller = callerOf(request);
    const { row } = await findReadableNotice(context, request);
    const { expectedVersion, comment, ...body } = request.body;
    const carryOut = async (commandId: string, repeatable: boolean) => {
      const result = { action: body.action, submission: 0, targets: 0 };
      const version = await runCommand({
        context,
        row,
        caller,
        commandId,
        name: 'repair',
        shared: { expectedVersion, comment },
        repeatable,
        preparesRows: true,
        prepare: (preparing) => prepareRepair(preparing, body),
        onCommand: (command) => {
          if (command.name !== 'repair') return;
          result.submission = command.body.submission;
          result.targets = command.body.count;
        },
      });
      return { ...(await viewAfter(context, row.id, caller, version)), result };
    };
    const key = readIdempotencyKey(request);
    if (key === undefined) return reply.send(await carryOut(context.newId(), false));
    const scope = `${row.id}/repair`;
    const once = await answerOnce(context.gate, request, { key, scope }, async () => ({
      status: 200,
      answer: await carryOut(commandIdOf({ caller: caller.person.id, key, scope }), true),
      location: null,
      noticeId: row.id,
    }));
    return sendAnswer(reply, once);
  });
}
