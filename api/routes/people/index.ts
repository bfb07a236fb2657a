import { z } from 'zod';
import { changeAbsence } from '../../../application/people/absences.js';
import { readExposure } from '../../../application/people/exposure.js';
import { askToErase } from '../../../application/people/erase-person.js';
import { signOutEverywhere, askIdentities } from '../../../application/people/sessions.js';
import { askToForget } from '../../../application/people/own-passkeys.js';
import { isOwnOrManaged } from '../../../application/people/own-roles.js';
import { askPerson, pageColleagues, pagePeople } from '../../../application/people/people.js';
import { notPermitted } from '../../../application/refusal.js';
import { absenceWrite, changeRequested, personView, personWrite } from '../../../contract/people/admin.js';
import { exposureView } from '../../../contract/people/exposure.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { listQuery, noBody } from '../../../contract/query.js';
import { ROLES } from '../../../domain/people/permission.js';
import { readId } from '../../access.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';
import { registerRoster } from './roster.js';

const tags = ['people'];

/** What is needed to hand a notice over; mail addresses are for admins only. */
const colleagueView = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  active: z.boolean(),
  away: z.boolean().describe('Currently absent, with a substitute'),
});

/** Of one person: done at once, or waiting for a second person. */
const removal = { method: 'DELETE', tags, params: idParams, admit: 'people.manage' } as const;

export function registerPeopleRoutes(app: Api, context: ApiContext): void {
  registerLists(app, context);
  registerChanges(app, context);
  registerRemovals(app, context);
  registerRoster(app, context);
  registerExposure(app, context);
}

function registerExposure(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Count the graphic and protected items that people dealt with in the last 7 days',
    description:
      'Counsel and ops see everybody, others themselves. Counts items decided, reviewed a second time or ticked as viewed, in notices that the caller may know of. Nothing is recorded for it.',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(exposureView) },
  };
  app.get('/v1/exposure', { schema, preValidation: needs('notice.read_facts') }, (request) =>
    readExposure(context, requireCaller(request), request.query),
  );
}

function registerLists(app: Api, context: ApiContext): void {
  const colleagues = {
    summary: 'List colleagues to assign a notice to',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(colleagueView) },
  };
  app.get('/v1/colleagues', { schema: colleagues, preValidation: needs('notice.read_facts') }, ({ query }) =>
    pageColleagues(context, query),
  );

  const people = {
    summary: 'People',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(personView) },
  };
  app.get('/v1/people', { schema: people, preValidation: needs('people.manage') }, ({ query }) =>
    pagePeople(context, query),
  );
}

function registerChanges(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/people',
    summary: 'Add or change a person',
    description:
      'Granting a role (except `intake`) and changing a name or email address must be confirmed by a second admin or counsel. You cannot change your own roles.',
    tags,
    body: personWrite,
    response: { 200: personView, 201: personView, 202: changeRequested },
    admit: 'people.manage',
    write: async (acting, { body }) => {
      const outcome = await askPerson(acting, body);
      if (outcome.pending) return outcome;
      const { person, isNew } = outcome.done;
      return { status: isNew ? 201 : 200, answer: person };
    },
  });

  writeRoute(app, context, {
    url: '/v1/people/:id/absence',
    summary: "Record a person's absence, or end it",
    description:
      "Another person's absence must be confirmed by a second admin or counsel. A substitute must already hold the role.",
    tags,
    params: idParams,
    body: absenceWrite,
    response: { 200: personView, 202: changeRequested },
    admit: async (request) => {
      if (!isOwnOrManaged(requireCaller(request), readId(request))) throw notPermitted('people.manage');
    },
    write: (acting, { params: { id }, body }) => changeAbsence(acting, { id, body }),
  });
}

function registerRemovals(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/people/:id/erase',
    summary: 'Erase a person who has left',
    description:
      'They must be inactive and past the retention period for `people` (GET /v1/retention/rules). Cannot be undone.',
    tags,
    params: idParams,
    body: noBody,
    response: { 202: changeRequested },
    admit: 'people.manage',
    write: (acting, { params }) => askToErase(acting, params),
  });

  writeRoute(app, context, {
    ...removal,
    url: '/v1/people/:id/identities',
    summary: "Unlink a person's sign-in account",
    response: { 202: changeRequested, 204: z.null() },
    write: (acting, { params }) => askIdentities(acting, params),
  });

  writeRoute(app, context, {
    ...removal,
    url: '/v1/people/:id/passkeys',
    summary: 'Remove all passkeys of a person who has lost them',
    response: { 202: changeRequested, 204: z.null() },
    write: (acting, { params }) => askToForget(acting, params),
  });

  writeRoute(app, context, {
    method: 'DELETE',
    url: '/v1/people/:id/sessions',
    summary: 'Sign a person out everywhere',
    tags,
    params: idParams,
    response: { 204: z.null() },
    write: (acting, { params }) => signOutEverywhere(acting, params),
  });
}
