import { z } from 'zod';
import { STAGES } from '../../../../domain/notice.js';
import { can } from '../../../../domain/permission.js';
import { countAttention } from '../../../../registry/attention-views.js';
import { countByStage } from '../../../../registry/stats.js';
import { readerOf } from '../../access.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { noQuery } from '../../schema/query.js';

const whole = z.number().int();
const statsView = z.object({
  notices: whole,
  byStage: z.record(z.string(), whole),
  overdue: whole.describe('Notices with an own clock past its due and unmet'),
  dueWithin: z
    .object({ '1h': whole, '4h': whole, '24h': whole })
    .describe('Notices whose nearest own due falls within this time'),
  attention: whole.nullable().describe('Open reasons to look; null for those who may not read them'),
});

/** `GET /v1/stats`: how much there is and how pressing, over the notices the caller may know of. */
export function registerGetStats(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Counts of the queue',
    tags: ['notices'],
    querystring: noQuery,
    response: { 200: statsView },
  };
  app.get('/v1/stats', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const caller = callerOf(request);
    const question = { reader: readerOf(caller), now: context.now() };
    const [stages, attention] = await Promise.all([
      countByStage(context.db, question),
      can(caller.roles, 'attention.read') ? countAttention(context.db, { ...question, filters: {} }) : null,
    ]);
    const sum = (pick: (row: (typeof stages)[number]) => number) => stages.reduce((total, row) => total + pick(row), 0);
    return {
      notices: sum((row) => row.notices),
      byStage: Object.fromEntries(
        STAGES.map((stage) => [stage, stages.find((row) => row.stage === stage)?.notices ?? 0]),
      ),
      overdue: sum((row) => row.overdue),
      dueWithin: { '1h': sum((row) => row.due_1h), '4h': sum((row) => row.due_4h), '24h': sum((row) => row.due_24h) },
      attention,
    };
  });
}
