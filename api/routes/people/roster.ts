import { z } from 'zod';
import {
  changeRoster,
  getRosterEntry,
  isOwnOrRostered,
  listAssignees,
  pageRoster,
} from '../../../application/people/roster.js';
import { readShiftNotes, writeShiftNote } from '../../../application/people/shift-notes.js';
import { notPermitted } from '../../../application/refusal.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import {
  assigneesView,
  MAX_ASSIGNED_TOGETHER,
  ownShiftNoteView,
  rosterView,
  rosterWrite,
  shiftNotesView,
  shiftNoteWrite,
} from '../../../contract/people/roster.js';
import { listQuery, noQuery } from '../../../contract/query.js';
import { readId } from '../../access.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const tags = ['people'];

export function registerRoster(app: Api, context: ApiContext): void {
  const list = {
    summary: 'Roster: shifts, languages and capacity of people',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(rosterView) },
  };
  app.get('/v1/roster', { schema: list, preValidation: needs('roster.manage') }, (request) =>
    pageRoster(context, requireCaller(request), request.query),
  );

  const one = {
    summary: 'Roster entry of a person; your own, or with `roster.manage`',
    tags,
    params: idParams,
    querystring: noQuery,
    response: { 200: rosterView },
  };
  app.get('/v1/people/:id/roster', { schema: one }, (request) => {
    const caller = requireCaller(request);
    if (!isOwnOrRostered(caller, readId(request))) throw notPermitted('roster.manage');
    return getRosterEntry(context, caller, request.params.id);
  });

  writeRoute(app, context, {
    url: '/v1/people/:id/roster',
    summary: "Replace a person's shifts, languages and capacity",
    tags,
    params: idParams,
    body: rosterWrite,
    response: { 200: rosterView },
    admit: 'roster.manage',
    write: async (acting, { params: { id }, body }) => ({ answer: await changeRoster(acting, { person: id, body }) }),
  });

  registerShiftNotes(app, context);
  registerAssignees(app, context);
}

function registerShiftNotes(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List the hand-over notes of the last 24 hours',
    tags,
    querystring: noQuery,
    response: { 200: shiftNotesView },
  };
  app.get('/v1/shift-notes', { schema: list, preValidation: needs('notice.read_facts') }, () =>
    readShiftNotes(context),
  );

  writeRoute(app, context, {
    url: '/v1/me/shift-note',
    summary: 'Replace my hand-over note for the next shift',
    tags,
    body: shiftNoteWrite,
    response: { 200: ownShiftNoteView },
    admit: 'notice.read_facts',
    write: async (acting, { body }) => ({ answer: await writeShiftNote(acting, body) }),
  });
}

function registerAssignees(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List people to assign notices to, best first',
    tags,
    querystring: z.strictObject({
      notice: z
        .union([z.uuid(), z.array(z.uuid()).max(MAX_ASSIGNED_TOGETHER)])
        .optional()
        .describe('Id of a notice; may be repeated. One that you cannot read is ignored'),
    }),
    response: { 200: assigneesView },
  };
  app.get('/v1/assignees', { schema, preValidation: needs('assign') }, (request) => {
    const { notice = [] } = request.query;
    return listAssignees(context, requireCaller(request), [notice].flat());
  });
}
