import { askPause, endPause, prolongPause } from '../../../application/enforcement/pauses/change-pause.js';
import { requestCheck } from '../../../application/enforcement/releases/check-release.js';
import {
  confirmPromotion,
  requestPromotion,
  showReleases,
} from '../../../application/enforcement/releases/releases.js';
import { listOutagePack } from '../../../application/intake/notice/outage-pack.js';
import { pageAlerts } from '../../../application/enforcement/ops/alerts.js';
import { describeHistory } from '../../../application/enforcement/ops/history.js';
import { describeDesk, describeLastPass } from '../../../application/enforcement/ops/overview.js';
import { instant } from '../../../contract/notice-create.js';
import {
  alertView,
  checkReleaseBody,
  confirmPromotionBody,
  historyQuery,
  historyView,
  overviewView,
  promoteBody,
  promotedView,
  reconcilerView,
  releaseCheckView,
  releasesView,
} from '../../../contract/ops.js';
import { packNotice } from '../../../contract/enforcement/outage-pack.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery, noQuery, queryText } from '../../../contract/query.js';
import { confirmPauseBody, pauseBody, pauseView, resumeBody } from '../../../contract/repair.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { describeCause } from './causes.js';
import { registerRebuildAll, registerRepair } from './repair.js';

const tags = ['ops'];

export function registerOpsRoutes(app: Api, context: ApiContext): void {
  registerDesk(app, context);
  registerOutagePack(app, context);
  registerReleases(app, context);
  registerRepair(app, context);
  registerRebuildAll(app, context);
  registerPauses(app, context);
}

function registerDesk(app: Api, context: ApiContext): void {
  const preValidation = needs('alert.read');
  const alerts = {
    summary: 'List open alerts',
    tags,
    querystring: listQuery({
      kind: queryText(100).optional(),
      since: instant.optional().describe('Only alerts raised at or after this time'),
    }),
    response: { 200: createPageSchema(alertView) },
  };
  app.get('/v1/ops/alerts', { schema: alerts, preValidation }, (request) =>
    pageAlerts(context, requireCaller(request), { ...request.query, describeCause }),
  );

  const overview = {
    summary: 'The state of the desk',
    tags,
    querystring: noQuery,
    response: { 200: overviewView },
  };
  app.get('/v1/ops/overview', { schema: overview, preValidation }, (request) =>
    describeDesk(context, requireCaller(request)),
  );

  const reconciler = {
    summary: 'The last reconciliation of registry and engine',
    description: 'Its findings are alerts: `workflow_gone`, `workflow_stuck`, `divergence`.',
    tags,
    querystring: noQuery,
    response: { 200: reconcilerView },
  };
  app.get('/v1/ops/reconciler', { schema: reconciler, preValidation }, () => describeLastPass(context));

  const history = {
    summary: 'Alerts and missed deadlines by hour or day',
    tags,
    querystring: historyQuery,
    response: { 200: historyView },
  };
  app.get('/v1/ops/history', { schema: history, preValidation }, (request) =>
    describeHistory(context, requireCaller(request), request.query),
  );
}

function registerOutagePack(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List open notices with what to do by hand while the desk is out',
    description: 'For a printed pack: who to call, what is due when, and what is approved and not in force.',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(packNotice) },
  };
  app.get('/v1/ops/outage-pack', { schema, preValidation: needs('notice.read_facts') }, (request) =>
    listOutagePack(context, requireCaller(request), request.query),
  );
}

function registerReleases(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List releases of the desk: the current one, and the notices on each',
    tags,
    querystring: noQuery,
    response: { 200: releasesView },
  };
  app.get('/v1/ops/releases', { schema, preValidation: needs('release.confirm') }, (request) =>
    showReleases(context, requireCaller(request)),
  );

  writeRoute(app, context, {
    url: '/v1/ops/releases/check',
    summary: 'Check a release: one of its workers replays the open notices with its workflow code',
    description: 'GET /v1/ops/releases has the result. A promotion requires a check that passed in the last hour.',
    tags,
    body: checkReleaseBody,
    response: { 202: releaseCheckView },
    admit: 'release.confirm',
    write: async (acting, { body }) => ({ status: 202, answer: await requestCheck(acting, body) }),
  });

  writeRoute(app, context, {
    url: '/v1/ops/releases/promote',
    summary: 'Request to make a release current; another person from ops, admin or counsel confirms it',
    tags,
    body: promoteBody,
    response: { 200: promotedView, 202: promotedView },
    admit: 'release.promote',
    write: async (acting, { body }) => {
      const answer = await requestPromotion(acting, body);
      return { status: answer.state === 'requested' ? 202 : 200, answer };
    },
  });

  writeRoute(app, context, {
    url: '/v1/ops/releases/confirm',
    summary: 'Confirm a release requested by another person: open notices move to it within minutes',
    tags,
    body: confirmPromotionBody,
    response: { 200: promotedView },
    admit: 'release.confirm',
    write: async (acting, { body }) => ({ answer: await confirmPromotion(acting, body) }),
  });
}

function registerPauses(app: Api, context: ApiContext): void {
  const pause = { tags, response: { 200: pauseView } };

  writeRoute(app, context, {
    ...pause,
    url: '/v1/ops/enforcement/pause',
    summary: 'Pause enforcement, for one notice or all; more than one hour must be confirmed by another person',
    body: pauseBody,
    admit: 'repair',
    write: async (acting, { body }) => ({ answer: await askPause(acting, body) }),
  });

  writeRoute(app, context, {
    ...pause,
    url: '/v1/ops/enforcement/confirm',
    summary: 'Confirm a pause of more than one hour requested by another person',
    body: confirmPauseBody,
    admit: 'confirm_pause',
    write: async (acting, { body }) => ({ answer: await prolongPause(acting, body) }),
  });

  writeRoute(app, context, {
    ...pause,
    url: '/v1/ops/enforcement/resume',
    summary: 'Resume enforcement',
    body: resumeBody,
    admit: 'repair',
    write: async (acting, { body }) => ({ answer: await endPause(acting, body) }),
  });
}
