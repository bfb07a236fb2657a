import { z } from 'zod';
import { getCheckpointNote, pageLog, proveLog } from '../../../application/audit/show-log.js';
import { auditItem, consistencyProof, inclusionProof } from '../../../contract/audit.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery, noQuery, queryText } from '../../../contract/query.js';
import { wholeNumber } from '../../../contract/whole-number.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';

const tags = ['audit'];

export function registerAuditRoutes(app: Api, context: ApiContext): void {
  registerLog(app, context);
  registerCheckpoint(app, context);
  registerProof(app, context);
}

function registerLog(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The audit log',
    tags,
    querystring: listQuery({
      after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0).describe('Entries after this sequence number'),
      order: z.enum(['oldest', 'newest']).default('oldest').describe('Sort order'),
      notice: queryText(100).optional().describe('Id or number of a notice'),
      action: queryText(100).optional(),
      actor: queryText(100).optional().describe('Person id, or the id of a system component'),
      q: queryText(300).optional().describe('Text anywhere in an entry: actor, action, notice number or detail'),
      called: queryText(10_000)
        .optional()
        .describe('With `q`: also entries of these actions, separated by commas, that hold the numbers in `q`'),
    }),
    response: { 200: createPageSchema(auditItem) },
  };
  app.get('/v1/audit', { schema, preValidation: needs('audit.read') }, (request) =>
    pageLog(context, requireCaller(request), request.query),
  );
}

function registerCheckpoint(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The signed checkpoint of the audit log',
    tags,
    querystring: noQuery,
    produces: ['text/plain'],
    response: {
      200: { content: { 'text/plain': { schema: z.string().describe('A signed note (C2SP tlog-checkpoint)') } } },
    },
  };
  app.get('/v1/audit/checkpoint', { schema, preValidation: needs('audit.checkpoint') }, async (_request, reply) => {
    const note = await getCheckpointNote(context);
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'private, no-store').send(note);
  });
}

function registerProof(app: Api, context: ApiContext): void {
  const place = wholeNumber(1, Number.MAX_SAFE_INTEGER).optional();
  const schema = {
    summary: 'A proof of inclusion or consistency of the audit log',
    tags,
    querystring: z.strictObject({
      seq: place.describe('Sequence number of the entry whose inclusion is to be proven'),
      size: place.describe('Size of the tree that contains it (default: the whole tree)'),
      from: place.describe('Size of the older tree'),
      to: place.describe('Size of the newer tree (default: the whole tree)'),
    }),
    response: { 200: z.union([inclusionProof, consistencyProof]) },
  };
  app.get('/v1/audit/proof', { schema, preValidation: needs('audit.checkpoint') }, ({ query }) =>
    proveLog(context, query),
  );
}
