import { z } from 'zod';
import {
  closeIncident,
  getIncidentPage,
  pageIncidents,
  recordIncident,
} from '../../../application/clocks/rulebook/law-incidents.js';
import { needReviewer, pageLawReviews, reviewLaw } from '../../../application/clocks/rulebook/law-reviews.js';
import { createPageSchema } from '../../../contract/paging.js';
import { numberParams } from '../../../contract/params.js';
import { listQuery } from '../../../contract/query.js';
import {
  lawIncidentCorrection,
  lawIncidentPage,
  lawIncidentView,
  lawIncidentWrite,
  lawReviewView,
  lawReviewWrite,
} from '../../../contract/rulebook/review.js';
import { REVIEW_STATES } from '../../../domain/rulebook/review.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readPartNumber } from '../../access.js';
import { writeRoute } from '../../write-route.js';

const tags = ['rulebook'];
const preValidation = needs('notice.read_facts');

export function registerReviews(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List laws and their reviews',
    tags,
    querystring: listQuery({ state: z.enum(REVIEW_STATES).optional() }),
    response: { 200: createPageSchema(lawReviewView) },
  };
  app.get('/v1/rulebook/reviews', { schema, preValidation }, ({ query }) => pageLawReviews(context, query));

  writeRoute(app, context, {
    url: '/v1/rulebook/reviews',
    summary: 'Review a version of a law',
    tags,
    body: lawReviewWrite,
    response: { 201: lawReviewView },
    admit: (request) => needReviewer(context, requireCaller(request), request.body),
    write: async (acting, { body }) => ({ answer: await reviewLaw(acting, body) }),
  });
}

export function registerIncidents(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List wrong facts of law, newest first',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(lawIncidentView) },
  };
  app.get('/v1/rulebook/incidents', { schema: list, preValidation }, ({ query }) => pageIncidents(context, query));

  const get = {
    params: numberParams,
    summary: 'Get a wrong fact of law and the notices it affects',
    tags,
    querystring: listQuery({}),
    response: { 200: lawIncidentPage },
  };
  app.get('/v1/rulebook/incidents/:n', { schema: get, preValidation }, (request) =>
    getIncidentPage(context, requireCaller(request), { ...request.query, number: readPartNumber(request.params.n) }),
  );

  writeRoute(app, context, {
    url: '/v1/rulebook/incidents',
    summary: 'Record a wrong fact of law',
    tags,
    body: lawIncidentWrite,
    response: { 201: lawIncidentView },
    admit: 'law.review',
    write: async (acting, { body }) => {
      const answer = await recordIncident(acting, body);
      return { answer, location: `/v1/rulebook/incidents/${answer.number}` };
    },
  });

  writeRoute(app, context, {
    url: '/v1/rulebook/incidents/:n/correct',
    summary: 'Mark a wrong fact of law as corrected',
    tags,
    params: numberParams,
    body: lawIncidentCorrection,
    response: { 200: lawIncidentView },
    admit: 'law.review',
    write: async (acting, { params, body }) => ({
      answer: await closeIncident(acting, { number: readPartNumber(params.n), ...body }),
    }),
  });
}
