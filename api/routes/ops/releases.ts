import {
  confirmPromotion,
  requestPromotion,
  type Promoting,
  type Promotion,
} from '../../../application/enforcement/releases/promote.js';
import { listReleases } from '../../../application/enforcement/releases/releases.js';
import { toReader } from '../../../application/caller.js';
import { noQuery } from '../../../contract/query.js';
import { confirmPromotionBody, promoteBody, promotedView, releasesView } from '../../../contract/ops.js';
import type { Assertion } from '../../../contract/people/assertion.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { needStepUpFor } from '../../step-up.js';
import { answerWrite } from '../answer-write.js';

export function registerListReleases(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List releases of the desk: the current one, and the notices on each',
    tags: ['ops'],
    querystring: noQuery,
    response: { 200: releasesView },
  };
  app.get('/v1/ops/releases', { schema, preValidation: needs('release.confirm') }, async (request) => {
    const { releases, unversioned } = await listReleases(context, toReader(requireCaller(request)));
    const items = releases.map(({ firstAt, heardAt, request: open, ...release }) => ({
      ...release,
      request: open && {
        by: { id: open.by, name: open.byName },
        reason: open.reason,
        expiresAt: open.expiresAt.toISOString(),
      },
      firstAt: firstAt?.toISOString() ?? null,
      heardAt: heardAt?.toISOString() ?? null,
    }));
    return { items, unversioned };
  });
}

/** `POST /v1/ops/releases/promote`: also for an earlier release; another person confirms (202). */
export function registerPromoteRelease(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Request to make a release current; another person from ops, admin or counsel confirms it',
    tags: ['ops'],
    body: promoteBody,
    response: { 200: promotedView, 202: promotedView },
  };
  app.post('/v1/ops/releases/promote', { schema, preValidation: needs('release.promote') }, (request, reply) =>
    changeRelease(context, { request, reply, scope: 'releases/promote' }, request.body, (promoting) =>
      requestPromotion(promoting, { id: context.newId(), ...request.body }),
    ),
  );
}

export function registerConfirmPromotion(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Confirm a release requested by another person: open notices move to it within minutes',
    tags: ['ops'],
    body: confirmPromotionBody,
    response: { 200: promotedView },
  };
  app.post('/v1/ops/releases/confirm', { schema, preValidation: needs('release.confirm') }, (request, reply) =>
    changeRelease(context, { request, reply, scope: 'releases/confirm' }, request.body, (promoting) =>
      confirmPromotion(promoting, request.body),
    ),
  );
}

function changeRelease(
  context: ApiContext,
  write: Parameters<typeof answerWrite>[1],
  { assertion }: { assertion?: Assertion | undefined },
  change: (promoting: Promoting) => Promise<Promotion>,
): never {
  const caller = requireCaller(write.request);
  return answerWrite(context, write, async (trx) => {
    const stepUp = () => needStepUpFor({ trx, services: context, caller }, write.request, assertion);
    const { expiresAt, ...done } = await change({ trx, engine: context.engine, caller, now: context.now(), stepUp });
    const answer = { ...done, expiresAt: expiresAt?.toISOString() ?? null };
    return { status: done.state === 'requested' ? 202 : 200, answer, location: null };
  }) as never;
}
