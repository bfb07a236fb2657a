import { answerSecondReview } from '../../../application/commands/answer-second-review.js';
import {
  openSecondReview,
  pageSecondReviews,
  readReviewedDocument,
} from '../../../application/intake/notice/second-review-queue.js';
import { sentFile } from '../../../contract/binary.js';
import { createPageSchema } from '../../../contract/paging.js';
import { documentParams, idParams } from '../../../contract/params.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { openedReview, queuedReview, secondReviewAnswer, secondReviewWrite } from '../../../contract/review/quality.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { readDigest, sendFile } from '../send-file.js';

const tags = ['quality'];
const preValidation = needs('decide');

export function registerSecondReviewsRoutes(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List targets of all notices that wait for a blind second review by the caller',
    description: 'Golden items are among them, and nothing tells them apart.',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(queuedReview) },
  };
  app.get('/v1/second-reviews', { schema: list, preValidation }, (request) =>
    pageSecondReviews(context, requireCaller(request), request.query),
  );

  const one = {
    params: idParams,
    summary: 'Get a target that waits for a blind second review, with the text of its order',
    tags,
    querystring: noQuery,
    response: { 200: openedReview },
  };
  app.get('/v1/second-reviews/:id', { schema: one, preValidation }, (request) =>
    openSecondReview(context, requireCaller(request), request.params.id),
  );

  const file = {
    params: documentParams,
    summary: 'Get a document of the order behind a second review',
    tags,
    querystring: noQuery,
    response: { 200: sentFile },
  };
  app.get('/v1/second-reviews/:id/documents/:digest', { schema: file, preValidation }, async (request, reply) => {
    const document = { id: request.params.id, sha256: readDigest(request.params.digest) };
    return sendFile(reply, await readReviewedDocument(context, requireCaller(request), document));
  });

  writeRoute(app, context, {
    url: '/v1/second-reviews/:id',
    params: idParams,
    summary: 'Give a blind second review',
    tags,
    admit: 'decide',
    body: secondReviewWrite,
    response: { 200: secondReviewAnswer },
    write: async (acting, { params: { id }, body }) => ({ answer: await answerSecondReview(acting, { id, ...body }) }),
  });
}
