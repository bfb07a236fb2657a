import { z } from 'zod';
import type { FastifyRequest } from 'fastify';
import { lawReviewView, lawReviewWrite } from '../../../contract/rulebook/review.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery, noQuery } from '../../../contract/query.js';
import { can } from '../../../domain/people/permission.js';
import { REVIEW_STATES, type ReviewStatus } from '../../../domain/rulebook/review.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { toActor } from '../../../application/caller.js';
import { reviewLaw, standAt, whyNotReview } from '../../../application/clocks/rulebook/law-reviews.js';
import { readReviewRecords } from '../../../registry/rulebook/law-reviews.js';
import { listNamedFacts, toReviewedLaw } from '../../../rulebook/reviewed-law.js';
import { requireCaller, needs } from '../../caller.js';
import { notPermitted } from '../../../application/refusal.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { ApiProblem } from '../../problems.js';
import { answerWrite } from '../answer-write.js';

const query = listQuery({ state: z.enum(REVIEW_STATES).optional() });

function viewReview(version: RegimeVersion, stand: ReviewStatus) {
  const { digest, drafters } = toReviewedLaw(version);
  const { id, version: name, title } = version;
  const facts = listNamedFacts(version).map(({ id: fact, says }) => ({ id: fact, says }));
  return { id, version: name, title, ...stand, digest, drafters: [...drafters], facts };
}

const toSortKey = ({ id, version }: { id: string; version: string }): [string, string] => [id, version];
const isAfter = (one: [string, string], other: [string, string]) =>
  one[0] === other[0] ? one[1] > other[1] : one[0] > other[0];

export function registerListLawReviews(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List laws and their reviews',
    tags: ['rulebook'],
    querystring: query,
    response: { 200: createPageSchema(lawReviewView) },
  };
  app.get('/v1/rulebook/reviews', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const { cursor, state, ...paging } = request.query;
    const records = await readReviewRecords(context.db);
    const nowMs = context.now().getTime();
    const all = context.rulebook
      .listRegimes()
      .filter(({ inForce }) => inForce.confidence !== 'policy')
      .map((version) => ({ version, stand: standAt(version, records, nowMs) }))
      .filter(({ stand }) => state === undefined || stand.state === state)
      .toSorted((one, other) => (isAfter(toSortKey(one.version), toSortKey(other.version)) ? 1 : -1));
    const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text]));
    const rest = after === null ? all : all.filter(({ version }) => isAfter(toSortKey(version), after));
    return answerPage(paging, {
      rows: async (limit) => rest.slice(0, limit),
      total: async () => all.length,
      view: ({ version, stand }) => viewReview(version, stand),
      key: ({ version }) => toSortKey(version),
    });
  });
}

const named = z.object({ regime: z.string(), version: z.string() });

/** Whether the caller may review this version is checked before permission (docs/integrating/interface.md, HTTP conventions). */
function needsOtherCounsel({ db, rulebook, now }: ApiContext) {
  return async (request: FastifyRequest): Promise<void> => {
    const { person, roles } = requireCaller(request);
    const wanted = named.safeParse(request.body);
    const version = wanted.success
      ? rulebook.regimeById(wanted.data.regime)?.versions.find((one) => one.version === wanted.data.version)
      : undefined;
    if (version !== undefined) {
      const records = await readReviewRecords(db, { regime: version.id });
      const why = whyNotReview(version, records, { person, atMs: now().getTime() });
      if (why !== null) throw new ApiProblem('four-eyes', why);
    }
    if (!can(roles, 'law.review')) throw notPermitted('law.review');
  };
}

export function registerReviewLaw(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Review a version of a law',
    tags: ['rulebook'],
    querystring: noQuery,
    body: lawReviewWrite,
    response: { 201: lawReviewView },
  };
  const preValidation = (request: FastifyRequest) => needsOtherCounsel(context)(request);
  app.post('/v1/rulebook/reviews', { schema, preValidation }, async (request, reply) =>
    answerWrite(context, { request, reply, scope: 'POST /v1/rulebook/reviews' }, async (trx) => {
      const { rulebook, now, newId } = context;
      const { until, ...body } = request.body;
      const review = until === undefined ? body : { ...body, until };
      const actor = toActor(requireCaller(request));
      const stand = await reviewLaw({ trx, rulebook, actor, at: now(), newId }, review);
      const version = rulebook.regimeById(body.regime)?.versions.find((one) => one.version === body.version);
      if (version === undefined) throw new ApiProblem('not-found', 'There is no such version.');
      return { status: 201, answer: viewReview(version, stand), location: null };
    }),
  );
}
