import { listReleases, promoteRelease } from '../../../client/releases/releases.js';
import { readerOf } from '../../../client/caller.js';
import { noQuery } from '../../../contract/query.js';
import { promoteBody, promotedView, releasesView } from '../../../contract/ops.js';
import { callerOf, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerWrite } from '../answer-write.js';

/** `GET /v1/ops/releases`: which releases of the desk run, which is current, and what is still on which. */
export function registerListReleases(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Releases of the desk: which is current, and how many notices are on which',
    tags: ['ops'],
    querystring: noQuery,
    response: { 200: releasesView },
  };
  app.get('/v1/ops/releases', { schema, preValidation: needs('release.promote') }, async (request) => {
    const { releases, unversioned } = await listReleases(context, readerOf(callerOf(request)));
    const items = releases.map(({ firstAt, heardAt, ...release }) => ({
      ...release,
      firstAt: firstAt?.toISOString() ?? null,
      heardAt: heardAt?.toISOString() ?? null,
    }));
    return { items, unversioned };
  });
}

/** `POST /v1/ops/releases/promote`: notices begin on this release and move to it; an earlier one comes back the same way. */
export function registerPromoteRelease(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Make a release current: notices begin on it and open ones move to it within minutes',
    tags: ['ops'],
    body: promoteBody,
    response: { 200: promotedView },
  };
  app.post('/v1/ops/releases/promote', { schema, preValidation: needs('release.promote') }, async (request, reply) => {
    await answerWrite(context, { request, reply, scope: 'releases/promote' }, async (trx) => {
      const promoting = { trx, engine: context.engine, caller: callerOf(request), now: context.now() };
      const answer = await promoteRelease(promoting, request.body);
      return { status: 200, answer, location: null };
    });
  });
}
