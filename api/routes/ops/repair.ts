import { repairNotice, rebuildAll } from '../../../application/commands/repair-notice.js';
import { commandedNotice } from '../../../contract/notice-view.js';
import { idParams } from '../../../contract/params.js';
import { repairBody, rebuildAllBody, rebuiltView } from '../../../contract/repair.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readIdempotencyKey, sendAnswer, toRepeatable } from '../../idempotency.js';
import { readWriteAct, recordWrongPasskey } from '../../step-up.js';
import { runBesideKey } from '../../../application/once.js';

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

export function registerRebuildAll(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Rebuild every notice whose workflow is missing, stuck or out of step with the registry',
    description:
      'Runs the repair `rebuild` for each notice that you can read and that has an open alert `workflow_gone`, `workflow_stuck` or `divergence`, e.g. after restoring a backup of the engine. Returns the result for each; send `nextCursor` as `cursor` until it is null. Sent again, it continues with the remaining notices.',
    tags: ['ops'],
    body: rebuildAllBody,
    response: { 200: rebuiltView },
  };
  app.post('/v1/ops/rebuild-all', { schema, preValidation: needs('repair') }, async (request, reply) => {
    const { body } = request;
    const caller = requireCaller(request);
    const repeatable = toRepeatable(request, 'ops/rebuild-all');
    const stepUp = { act: readWriteAct(request), assertion: body.assertion };
    const done = await runBesideKey(context.gate, repeatable, async () => {
      const answer = await rebuildAll(context, { caller, body, key: repeatable.key, stepUp });
      return { status: 200, answer, location: null, noticeId: null };
    }).catch(async (error: unknown) => {
      await recordWrongPasskey(context, request, { error, noticeId: null, name: 'rebuild_all' });
      throw error;
    });
    return sendAnswer(reply, done);
  });
}
