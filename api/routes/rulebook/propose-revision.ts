import { findRevision } from '../../../registry/rulebook/rulebook-revisions.js';
import { noSuchRevision, proposeRevision } from '../../../application/clocks/rulebook/revisions.js';
import type { Api, ApiContext } from '../../context.js';
import { noQuery } from '../../../contract/query.js';
import { revisionView, revisionWrite } from '../../../contract/rulebook/rulebook.js';
import { toReader } from '../../../application/caller.js';
import { requireCaller } from '../../caller.js';
import { answerWrite } from '../answer-write.js';
import { buildDeciding, needsProposer, viewRevision } from './revision-parts.js';

/**
 * `POST /v1/rulebook/revisions`: proposes the moves that the present rulebook requires. Only one revision may be
 * pending.
 */
export function registerProposeRevision(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Propose moves of open clocks',
    tags: ['rulebook'],
    querystring: noQuery,
    body: revisionWrite,
    response: { 201: revisionView },
  };
  app.post('/v1/rulebook/revisions', { schema, preValidation: needsProposer }, async (request, reply) =>
    answerWrite(context, { request, reply, scope: 'POST /v1/rulebook/revisions' }, async (trx) => {
      const number = await proposeRevision(
        { trx, ...buildDeciding(context, request) },
        { ...request.body, reader: toReader(requireCaller(request)) },
      );
      const row = await findRevision(trx, number);
      if (row === undefined) throw noSuchRevision();
      return { status: 201, answer: viewRevision(row), location: `/v1/rulebook/revisions/${number}` };
    }),
  );
}
