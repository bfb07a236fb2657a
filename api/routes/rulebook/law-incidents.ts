import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import type { Transaction } from 'kysely';
import {
  lawIncidentCorrection,
  lawIncidentPage,
  lawIncidentView,
  lawIncidentWrite,
} from '../../../contract/rulebook/review.js';
import { createPageSchema } from '../../../contract/paging.js';
import { numberParams } from '../../../contract/params.js';
import { cursorKeys, listQuery, noQuery } from '../../../contract/query.js';
import { toActor, toReader } from '../../../application/caller.js';
import { closeIncident, noSuchIncident, recordIncident } from '../../../application/clocks/rulebook/law-reviews.js';
import type { Connection } from '../../../registry/db.js';
import {
  countIncidents,
  countTouched,
  findIncident,
  listIncidents,
  listTouched,
  type IncidentRow,
} from '../../../registry/rulebook/law-incidents.js';
import type { Tables } from '../../../registry/tables.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';
import { answerWrite } from '../answer-write.js';
import { readRevisionNumber } from './revision-parts.js';

async function needIncident(db: Connection, number: number | null): Promise<IncidentRow> {
  const incident = number === null ? undefined : await findIncident(db, number);
  if (incident === undefined) throw noSuchIncident();
  return incident;
}

function viewIncident(row: IncidentRow) {
  const { number, regime, version, fact, said, found, source, correction } = row;
  return {
    number,
    regime,
    version,
    fact,
    said,
    found,
    source,
    recordedBy: { id: row.recorded_by, name: row.recorded_by_name },
    recordedAt: row.recorded_at.toISOString(),
    correctedBy: row.corrected_by === null ? null : { id: row.corrected_by, name: row.corrected_by_name ?? '' },
    correctedAt: row.corrected_at?.toISOString() ?? null,
    correction,
  };
}

export function registerListLawIncidents(app: Api, { db }: ApiContext): void {
  const schema = {
    summary: 'List wrong facts of law, newest first',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(lawIncidentView) },
  };
  app.get('/v1/rulebook/incidents', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [before = null] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listIncidents(db, { before, limit }),
      total: () => countIncidents(db),
      view: viewIncident,
      key: ({ number }) => [number],
    });
  });
}

export function registerGetLawIncident(app: Api, context: ApiContext): void {
  const schema = {
    params: numberParams,
    summary: 'Get a wrong fact of law and the notices it affects',
    tags: ['rulebook'],
    querystring: listQuery({}),
    response: { 200: lawIncidentPage },
  };
  app.get('/v1/rulebook/incidents/:n', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const caller = requireCaller(request);
    const incident = await needIncident(context.db, readRevisionNumber(request));
    const question = { incident, reader: toReader(caller) };
    const { cursor, ...paging } = request.query;
    const [after = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    const touched = await countTouched(context.db, question);
    const seen: SeenNotice[] = [];
    const page = await answerPage(paging, {
      rows: (limit) => listTouched(context.db, { ...question, after, limit }),
      total: async () => touched,
      view: ({ id, number, stage, secrecy_level: level, due_at: dueAt }) => {
        seen.push({ id, level });
        return { notice: id, number, stage, dueAt: dueAt?.toISOString() ?? null };
      },
      key: ({ number }) => [number],
    });
    await recordSecretReads(context, caller, { seen, list: 'law_incident' });
    return { ...viewIncident(incident), ...page, touched };
  });
}

async function buildAnswer(trx: Transaction<Tables>, number: number, status: 200 | 201) {
  const answer = viewIncident(await needIncident(trx, number));
  return { status, answer, location: status === 201 ? `/v1/rulebook/incidents/${number}` : null };
}

function actingAt({ now }: ApiContext, request: FastifyRequest) {
  return { actor: toActor(requireCaller(request)), at: now() };
}

export function registerRecordLawIncident(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Record a wrong fact of law',
    tags: ['rulebook'],
    querystring: noQuery,
    body: lawIncidentWrite,
    response: { 201: lawIncidentView },
  };
  app.post('/v1/rulebook/incidents', { schema, preValidation: needs('law.review') }, async (request, reply) =>
    answerWrite(context, { request, reply, scope: 'POST /v1/rulebook/incidents' }, async (trx) => {
      const recording = { trx, rulebook: context.rulebook, ...actingAt(context, request) };
      return buildAnswer(trx, await recordIncident(recording, request.body), 201);
    }),
  );
}

export function registerCorrectLawIncident(app: Api, context: ApiContext): void {
  const schema = {
    params: numberParams,
    summary: 'Mark a wrong fact of law as corrected',
    tags: ['rulebook'],
    querystring: noQuery,
    body: lawIncidentCorrection,
    response: { 200: lawIncidentView },
  };
  app.post(
    '/v1/rulebook/incidents/:n/correct',
    { schema, preValidation: needs('law.review') },
    async (request, reply) => {
      const { number } = await needIncident(context.db, readRevisionNumber(request));
      const scope = `POST /v1/rulebook/incidents/${number}/correct`;
      return answerWrite(context, { request, reply, scope }, async (trx) => {
        await closeIncident({ trx, ...actingAt(context, request) }, { number, ...request.body });
        return buildAnswer(trx, number, 200);
      });
    },
  );
}
