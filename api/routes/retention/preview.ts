import { z } from 'zod';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { plannedErasure, retentionRule } from '../../../contract/retention.js';
import { RETENTION_TABLE } from '../../../domain/notices/retention.js';
import { RETENTION_KINDS } from '../../../domain/notices/retention-kinds.js';
import { toReader } from '../../../application/caller.js';
import { countPlannedErasures, listPlannedErasures } from '../../../registry/retention/erasure.js';
import { findRetentionRules } from '../../../registry/retention/rules.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';

export function registerPreviewRetention(app: Api, context: ApiContext): void {
  const { db } = context;
  const schema = {
    summary: 'Preview what will be erased, when, and what prevents it',
    tags: ['retention'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(plannedErasure) },
  };
  app.get('/v1/retention', { schema, preValidation: needs('retention.read') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
    const after = key === null ? null : { closedAt: new Date(key[0]), id: key[1] };
    const reader = toReader(requireCaller(request));
    const seen: SeenNotice[] = [];
    const page = await answerPage(paging, {
      rows: (limit) => listPlannedErasures(db, { reader, after, limit }),
      total: () => countPlannedErasures(db, reader),
      view: ({ notice, number, secrecy_level: level, closed_at: closedAt, kinds, stop }) => {
        seen.push({ id: notice, level });
        return { notice, number, closedAt: closedAt.toISOString(), kinds, stop };
      },
      key: ({ closed_at: closedAt, notice }) => [closedAt.getTime(), notice],
    });
    await recordSecretReads(context, requireCaller(request), { seen, list: 'retention' });
    return page;
  });
}

export function registerRetentionRules(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'List retention periods',
    tags: ['retention'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(retentionRule) },
  };
  app.get('/v1/retention/rules', { schema, preValidation: needs('retention.read') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [after = -1] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const rules = await findRetentionRules(db);
    const all = RETENTION_KINDS.map((kind, place) => ({ kind, place, ...RETENTION_TABLE[kind] }));
    return answerPage(paging, {
      rows: async (limit) => all.slice(after + 1, after + 1 + limit),
      total: async () => all.length,
      view: ({ kind, starts, erased, kept }) => ({ kind, period: rules[kind], starts, erased, kept }),
      key: ({ place }) => [place],
    });
  });
}
