import type { FastifyRequest } from 'fastify';
import { computeCommandId } from '../../../application/command-id.js';
import { rebuildAll } from '../../../application/commands/rebuild-all.js';
import type { Assertion } from '../../../contract/people/assertion.js';
import { rebuildAllBody, rebuiltView } from '../../../contract/repair.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { runOnce } from '../../../application/once.js';
import { readIdempotencyKey, sendAnswer, toRepeatable } from '../../idempotency.js';
import { recordSecretReads } from '../../../application/secret-reads.js';
import { needStepUpFor, recordWrongPasskey } from '../../step-up.js';

/**
 * `POST /v1/ops/rebuild-all`: rebuilds, page by page, every notice with an alert of a lost, stuck or diverged workflow.
 */
export function registerRebuildAll(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Rebuild every notice whose workflow is missing, stuck or out of step with the registry',
    description:
      'Runs the repair `rebuild` for each notice that you can read and that has an open alert `workflow_gone`, `workflow_stuck` or `divergence`, e.g. after restoring a backup of the engine. Returns the result for each; send `nextCursor` as `cursor` until it is null. Sent again, it continues with the remaining notices.',
    tags: ['ops'],
    body: rebuildAllBody,
    response: { 200: rebuiltView },
  };
  const scope = 'ops/rebuild-all';
  app.post('/v1/ops/rebuild-all', { schema, preValidation: needs('repair') }, async (request, reply) => {
    const caller = requireCaller(request);
    const { reason, cursor = null, limit, assertion } = request.body;
    const carryOut = async (key: string | undefined) => {
      await confirmed(context, request, assertion);
      const idFor = (id: string) =>
        key === undefined
          ? context.newId()
          : computeCommandId({ caller: caller.person.id, key, scope: `${scope}/${id}` });
      const input = { caller, reason, after: cursor, limit, idFor, repeatable: key !== undefined };
      const { items, seen, next } = await rebuildAll(context, input);
      await recordSecretReads(context, caller, { seen, list: 'rebuild_all' });
      return { items, nextCursor: next };
    };
    const key = readIdempotencyKey(request);
    if (key === undefined) return reply.send(await carryOut(undefined));
    const once = await runOnce(context.gate, toRepeatable(request, scope), async () => ({
      status: 200,
      answer: await carryOut(key),
      location: null,
      noticeId: null,
    }));
    return sendAnswer(reply, once);
  });
}

/** A passkey confirmation covers one page, because each page is a request of its own. */
async function confirmed(
  context: ApiContext,
  request: FastifyRequest,
  assertion: Assertion | undefined,
): Promise<void> {
  const caller = requireCaller(request);
  try {
    await context.db
      .transaction()
      .execute((trx) => needStepUpFor({ trx, services: context, caller }, request, assertion));
  } catch (error) {
    await recordWrongPasskey(context, request, { error, noticeId: null, name: 'rebuild_all' });
    throw error;
  }
}
