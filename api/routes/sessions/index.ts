import { z } from 'zod';
import { endSession, pageSessions } from '../../../application/people/sessions.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { stamp } from '../../../contract/notice-view.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { ROLES } from '../../../domain/people/permission.js';
import { absoluteEnd } from '../../../domain/people/session.js';
import { requireSession } from '../../sessions/find-caller.js';

const currentView = z.object({
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  roles: z.array(z.enum(ROLES)),
  csrf: z.string().describe('Send as `x-csrf-token` with every unsafe request of this session'),
  startedAt: stamp,
  idleMinutes: z.number().int().describe('The session ends after this long without use'),
  endsAt: stamp.describe('The session ends at this time at the latest'),
  massTargets: z.number().int().describe('Enforcing an action on more targets than this also needs counsel'),
  stepUp: z.boolean().describe('Whether approvals and administration require a passkey'),
  passkeysAt: z
    .string()
    .nullable()
    .describe('The origin at which passkeys are registered and used; null: passkeys are not available'),
});

/** `GET /v1/session`: includes the CSRF token. 404 for a key, which has no session. */
function registerGetSession(app: Api, { sessionLimits, massTargets, stepUp, relyingParty }: ApiContext): void {
  const schema = { summary: 'Get my session', tags: ['sign-in'], querystring: noQuery, response: { 200: currentView } };
  app.get('/v1/session', { schema }, async (request, reply) => {
    const { caller, session } = requireSession(request);
    void reply.header('cache-control', 'no-store');
    return {
      person: { ...caller.person, email: session.email },
      roles: caller.roles,
      csrf: reply.generateCsrf(),
      startedAt: session.startedAt.toISOString(),
      idleMinutes: sessionLimits.idleMinutes,
      endsAt: absoluteEnd(session.startedAt, sessionLimits).toISOString(),
      massTargets,
      stepUp,
      passkeysAt: relyingParty?.origin ?? null,
    };
  });
}

const tags = ['sign-in'];

const sessionView = z.object({
  id: z.string(),
  person: z.string(),
  personName: z.string(),
  startedAt: stamp,
  lastSeenAt: stamp.describe('Accurate to the minute'),
  userAgent: z.string(),
  current: z.boolean().describe('The session of this request'),
});

export function registerSessionsRoutes(app: Api, context: ApiContext): void {
  registerGetSession(app, context);

  const schema = {
    summary: 'List open sessions',
    tags,
    querystring: listQuery({
      person: z.uuid().optional().describe("Default: my own. Other people's sessions need the role admin"),
    }),
    response: { 200: createPageSchema(sessionView) },
  };
  app.get('/v1/sessions', { schema }, (request) => pageSessions(context, requireCaller(request), request.query));

  writeRoute(app, context, {
    method: 'DELETE',
    url: '/v1/sessions/:id',
    summary: 'End a session',
    tags,
    params: idParams,
    response: { 204: z.null() },
    write: (acting, { params }) => endSession(acting, params),
  });
}
