import { z } from 'zod';
import { editionApproval, editionParams, editionRefusal, editionView } from '../../../contract/rulebook/edition.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery, noQuery } from '../../../contract/query.js';
import { approveEdition, refuseEdition } from '../../../application/clocks/rulebook/editions.js';
import { showEditions, type ShownEdition } from '../../../application/clocks/rulebook/show-editions.js';
import type { Connection } from '../../../registry/db.js';
import type { EditionAct } from '../../../registry/rulebook/edition-status.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { readWriteAct } from '../../step-up.js';
import { answerWrite } from '../answer-write.js';

function viewAct({ person: id, personName: name, at }: EditionAct) {
  return { by: { id, name }, at: at.toISOString() };
}

function viewEdition({ proposedAt, inEffectAt, approvals, refused, proposal: _, ...edition }: ShownEdition) {
  return {
    ...edition,
    proposedAt: proposedAt.toISOString(),
    inEffectAt: inEffectAt?.toISOString() ?? null,
    approvals: approvals.map((act) => ({ ...viewAct(act), roles: act.roles })),
    refused: refused && { ...viewAct(refused), reason: refused.reason ?? '' },
  };
}

export function registerListEditions(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'List editions of the rulebook: which is in effect, and which need approval',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(editionView) },
  };
  app.get('/v1/rulebook/editions', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [after = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    const all = await showEditions(db);
    // There are few editions, so all are read.
    const from = after === null ? 0 : all.findIndex(({ digest }) => digest === after) + 1;
    return answerPage(paging, {
      rows: async (limit) => all.slice(from, from + limit),
      total: async () => all.length,
      view: viewEdition,
      key: ({ digest }) => [digest],
    });
  });
}

async function buildAnswer(trx: Connection, digest: string) {
  const shown = (await showEditions(trx)).find((one) => one.digest === digest);
  if (shown === undefined)
    throw new ApiProblem('not-found', 'There is no such edition. GET /v1/rulebook/editions lists them.');
  return { status: 200, answer: viewEdition(shown), location: null };
}

/**
 * `POST /v1/rulebook/editions/{digest}/approve`: one person's approval; with the last one required the edition takes
 * effect.
 */
export function registerApproveEdition(app: Api, context: ApiContext): void {
  const schema = {
    params: editionParams,
    summary:
      'Approve a changed rulebook by its digest; takes effect when two people, one of them counsel, have approved',
    tags: ['rulebook'],
    querystring: noQuery,
    body: editionApproval.nullish(),
    response: { 200: editionView },
  };
  const path = '/v1/rulebook/editions/:digest/approve';
  app.post(path, { schema, preValidation: needs('rulebook.edition') }, async (request, reply) => {
    const { digest } = request.params;
    const { reason = null, assertion } = request.body ?? {};
    const scope = `POST /v1/rulebook/editions/${digest}/approve`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      const stepUp = { act: readWriteAct(request), assertion };
      await approveEdition({ trx, services: context, caller: requireCaller(request), stepUp }, { digest, reason });
      return buildAnswer(trx, digest);
    });
  });
}

export function registerRefuseEdition(app: Api, context: ApiContext): void {
  const schema = {
    params: editionParams,
    summary: 'Refuse a changed rulebook',
    tags: ['rulebook'],
    querystring: noQuery,
    body: editionRefusal,
    response: { 200: editionView },
  };
  const path = '/v1/rulebook/editions/:digest/refuse';
  app.post(path, { schema, preValidation: needs('rulebook.edition') }, async (request, reply) => {
    const { digest } = request.params;
    const { reason } = request.body;
    const scope = `POST /v1/rulebook/editions/${digest}/refuse`;
    return answerWrite(context, { request, reply, scope }, async (trx) => {
      // Refusing grants no rights, so it needs no passkey.
      const stepUp = { act: readWriteAct(request), assertion: undefined };
      await refuseEdition({ trx, services: context, caller: requireCaller(request), stepUp }, { digest, reason });
      return buildAnswer(trx, digest);
    });
  });
}
