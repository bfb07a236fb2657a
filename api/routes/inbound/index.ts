import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  attachInbound,
  getRawMail,
  needInbound,
  pageInbound,
  rejectInbound,
} from '../../../application/intake/inbound/show-mail.js';
import { binary } from '../../../contract/binary.js';
import {
  inboundAttach,
  inboundReading,
  inboundReject,
  inboundView,
  inboundAccept,
} from '../../../contract/mail/inbound.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { listQuery, noQuery, queryText } from '../../../contract/query.js';
import { SHOWN_STATES } from '../../../domain/mail/read-mail.js';
import { readId } from '../../access.js';
import { needs, requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readInbound } from '../../../application/intake/inbound/read-inbound.js';
import { readable } from '../../raw-list.js';
import { takeLongNotices } from '../../notice-body.js';
import { writeRoute } from '../../write-route.js';
import { sendFile } from '../send-file.js';
import { acceptInbound } from '../../../application/intake/inbound/accept-mail.js';
import { receivedNotice } from '../../../contract/notice-view.js';

const tags = ['inbound'];

export function registerInboundRoutes(app: Api, context: ApiContext): void {
  registerMails(app, context);
  takeLongNotices(app, (scope) => registerTakeInbound(scope, context));
  registerDecisions(app, context);
}

function registerMails(app: Api, context: ApiContext): void {
  const preValidation = needs('inbound.read');
  const list = {
    summary: 'List inbound mail',
    tags,
    querystring: listQuery({
      q: queryText(300).optional().describe('Part of the subject, the sender or the text'),
      state: z
        .string()
        .max(100)
        .transform((text) => text.split(','))
        .pipe(z.array(z.enum(SHOWN_STATES)))
        .optional()
        .describe(
          `${SHOWN_STATES.join(', ')}, several separated by commas. \`held\`: waiting for a person; \`unread\`: being parsed`,
        ),
    }),
    response: { 200: createPageSchema(inboundView) },
  };
  app.get('/v1/inbound', { schema: list, preValidation }, (request) =>
    pageInbound(context, requireCaller(request), request.query),
  );

  const raw = {
    params: idParams,
    summary: 'Get an original message',
    tags,
    querystring: noQuery,
    response: { 200: binary('message/rfc822', 'The raw message') },
  };
  const reading = {
    params: idParams,
    summary: 'Propose kind, authority, reference, deadline and targets from a mail and its attachments',
    description: 'Read like a document of intake; nothing is stored, and a person has to check all of it.',
    tags,
    querystring: noQuery,
    response: { 200: inboundReading },
  };
  app.get('/v1/inbound/:id/reading', { schema: reading, preValidation }, (request) =>
    readable(() => readInbound(context, requireCaller(request), request.params)),
  );
  app.get('/v1/inbound/:id/raw', { schema: raw, preValidation }, async (request, reply) => {
    const mail = await getRawMail(context, requireCaller(request), request.params);
    return sendFile(reply, { mediaType: 'message/rfc822', ...mail });
  });
}

function registerDecisions(app: Api, context: ApiContext): void {
  const decision = {
    tags,
    params: idParams,
    response: { 200: inboundView },
    admit: 'inbound.sort',
    find: (request: FastifyRequest) => needInbound(context.db, requireCaller(request), readId(request)),
  } as const;

  writeRoute(app, context, {
    ...decision,
    url: '/v1/inbound/:id/attach',
    summary: 'Attach a mail to a notice',
    description:
      'Its text and attachments appear on the timeline of the notice, and a clock waiting for a reply is met.',
    body: inboundAttach,
    write: async (acting, { found: { id }, body }) => ({ answer: await attachInbound(acting, { id, ...body }) }),
  });

  writeRoute(app, context, {
    ...decision,
    url: '/v1/inbound/:id/reject',
    summary: 'Dismiss a mail',
    description: 'It stays on record with the reason. No one is notified.',
    body: inboundReject,
    write: async (acting, { found: { id }, body }) => ({ answer: await rejectInbound(acting, { id, ...body }) }),
  });
}

function registerTakeInbound(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/inbound/:id/accept',
    summary: 'Create a notice from a mail',
    description:
      'Takes an intake body without documents: the mail and its attachments become the documents. Without targets, lists among the attachments become the targets. A mail classified as `bounce` or `automatic` needs `confirmAutomatic`.',
    tags: ['inbound'],
    params: idParams,
    body: inboundAccept,
    response: { 201: receivedNotice },
    admit: 'inbound.sort',
    find: (request: FastifyRequest) => needInbound(context.db, requireCaller(request), readId(request)),
    write: async (acting, { found: { id }, body: { confirmAutomatic: confirmed = false, ...body } }) => {
      const { answer, started } = await acceptInbound({ ...acting, services: context }, { id, confirmed, body });
      // If this start is lost, the outbox starts the workflow.
      return { answer, location: `/v1/notices/${answer.id}`, afterwards: () => context.engine.start(started) };
    },
  });
}
