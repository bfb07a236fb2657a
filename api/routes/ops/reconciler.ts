import { reconcilerView } from '../../../contract/ops.js';
import { noQuery } from '../../../contract/query.js';
import { findLastPass } from '../../../registry/ops/reconciling.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

export function registerReconciler(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The last reconciliation of registry and engine',
    description: 'Its findings are alerts: `workflow_gone`, `workflow_stuck`, `divergence`.',
    tags: ['ops'],
    querystring: noQuery,
    response: { 200: reconcilerView },
  };
  app.get('/v1/ops/reconciler', { schema, preValidation: needs('alert.read') }, async () => {
    const { db, reconcileEveryMs } = context;
    const round = await findLastPass(db);
    return {
      everySeconds: reconcileEveryMs === null ? null : reconcileEveryMs / 1000,
      last:
        round === undefined
          ? null
          : {
              startedAt: round.startedAt.toISOString(),
              finishedAt: round.finishedAt.toISOString(),
              open: round.open,
              looked: round.looked,
              unanswered: round.unanswered,
              found: round.found,
            },
    };
  });
}
