import { repairNotice } from '../../../application/commands/repair-notice.js';
import { commandedNotice } from '../../../contract/notice-view.js';
import { idParams } from '../../../contract/params.js';
import { repairBody } from '../../../contract/repair.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { readWriteAct } from '../../step-up.js';

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
    const asked = { caller: requireCaller(request), body: request.body, key: readIdempotencyKey(request) };
    return sendAnswer(
      reply,
      await repairNotice(context, { id: request.params.id, ...asked, act: readWriteAct(request) }),
    );
  });
}
