import type { FastifyRequest } from 'fastify';
import { numberParams } from '../../../contract/params.js';
import type { Transaction } from 'kysely';
import { can } from '../../../domain/people/permission.js';
import { findRevision } from '../../../registry/rulebook/rulebook-revisions.js';
import type { Tables } from '../../../registry/tables.js';
import { approveRevision, noSuchRevision, withdrawRevision } from '../../../application/clocks/rulebook/revisions.js';
import { requireCaller } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { noQuery } from '../../../contract/query.js';
import { revisionApproval, revisionView, revisionWithdrawal } from '../../../contract/rulebook/rulebook.js';
import { answerWrite } from '../answer-write.js';
import { buildDeciding, needRevision, needsProposer, readRevisionNumber, viewRevision } from './revision-parts.js';

/** Checks authorship before permission, and permission before the state (docs/integrating/interface.md, HTTP conventions). */
function needsOtherPerson({ db }: ApiContext) {
  return async (request: FastifyRequest): Promise<void> => {
    const { person, roles } = requireCaller(request);
    const number = readRevisionNumber(request);
    const revision = number === null ? undefined : await findRevision(db, number);
    if (revision?.proposed_by === person.id)
      throw new ApiProblem(
        'four-eyes',
        `You proposed revision ${revision.number} yourself. Another person must approve it.`,
      );
    if (!can(roles, 'rulebook.approve')) throw notPermitted('rulebook.approve');
    if (revision === undefined) throw noSuchRevision();
  };
}

async function buildAnswer(trx: Transaction<Tables>, number: number) {
  const row = await findRevision(trx, number);
  if (row === undefined) throw noSuchRevision();
  return { status: 200, answer: viewRevision(row), location: null };
}

/**
 * `POST /v1/rulebook/revisions/{n}/approve`: by another person; the workflows of the clocks receive their moves
 * immediately.
 */
export function registerApproveRevision(app: Api, context: ApiContext): void {
  const schema = {
    params: numberParams,
    summary: 'Approve a revision: its clocks move',
    tags: ['rulebook'],
    querystring: noQuery,
    body: revisionApproval,
    response: { 200: revisionView },
  };
  const preValidation = needsOtherPerson(context);
  app.post('/v1/rulebook/revisions/:n/approve', { schema, preValidation }, async (request, reply) => {
    const { number } = await needRevision(context, request);
    const scope = `POST /v1/rulebook/revisions/${number}/approve`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      const asking = { trx, services: context, caller: requireCaller(request) };
      await approveRevision({ ...asking, ...buildDeciding(context, request) }, { number, ...request.body });
      return buildAnswer(trx, number);
    });
  });
}

export function registerWithdrawRevision(app: Api, context: ApiContext): void {
  const schema = {
    params: numberParams,
    summary: 'Withdraw a revision',
    tags: ['rulebook'],
    querystring: noQuery,
    body: revisionWithdrawal,
    response: { 200: revisionView },
  };
  app.post('/v1/rulebook/revisions/:n/withdraw', { schema, preValidation: needsProposer }, async (request, reply) => {
    const { number } = await needRevision(context, request);
    const scope = `POST /v1/rulebook/revisions/${number}/withdraw`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      await withdrawRevision({ trx, ...buildDeciding(context, request) }, { number, ...request.body });
      return buildAnswer(trx, number);
    });
  });
}
