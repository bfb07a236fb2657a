import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answer, fileNotice, withdraw } from '../../application/intake/file.js';
import { findOwn, readOwnParts } from '../../application/intake/own-notices.js';
import { readItems } from '../../application/intake/read-list.js';
import { Refusal } from '../../../../application/refusal.js';
import { isUuid } from '../../../../domain/uuid.js';
import { wantsPage } from '../../../../api/console/plain-page.js';
import { type Api, pathPart } from '../../../../api/context.js';
import { otherSitePage } from '../sign-in-pages.js';
import { newPage, type Wrong } from '../filing-pages.js';
import { readFields, readMultipart, type SentForm } from '../multipart.js';
import { noticePage, nothingPage, withdrawPage } from '../notice-pages.js';
import { isOfOtherSite, isOfSession } from '../session.js';
import { findSignedReceipt } from './own-notices.js';
import type { PortalContext } from '../context.js';
import { guard, buildPageHead, sendPortalPage, signedIn } from './send.js';

const HIDDEN = { schema: { hide: true } };

/** Routes by which an authority files notices, answers and withdrawals; each leads to its receipt. */
export function registerFiling(scope: Api, context: PortalContext): void {
  scope.get('/portal/new', HIDDEN, async (request, reply) => {
    const about = new URL(request.url, 'http://desk.invalid').searchParams.get('about') ?? '';
    const typed = (field: string) => (field === 'about' ? about.slice(0, 50) : '');
    return sendPortalPage(reply, 200, newPage(buildPageHead(request), { formKey: randomUUID(), typed }));
  });
  scope.post('/portal/new', HIDDEN, async (request, reply) =>
    filed(context, { request, reply }, async (form) => {
      try {
        return { receipt: await fileSent(context, request, form) };
      } catch (error) {
        const wrong = toWrong(error);
        const typed = (field: string) => form.fields.get(field) ?? '';
        return { status: 422, page: newPage(buildPageHead(request), { formKey: readFormKey(form), typed, wrong }) };
      }
    }),
  );
  scope.post('/portal/notices/:number/answers', HIDDEN, async (request, reply) =>
    filed(context, { request, reply }, async (form) => {
      const about = await findOwn(context, signedIn(request).who, pathPart(request, 'number'));
      if (about === undefined) return { status: 404, page: nothingPage(buildPageHead(request)) };
      const text = form.fields.get('text') ?? '';
      try {
        return { receipt: await answer(context, { ...sentBy(request, form), about, text }) };
      } catch (error) {
        const { message } = toWrong(error);
        const parts = await readOwnParts(context, signedIn(request).who, about);
        const again = { text, wrong: message };
        const page = noticePage(buildPageHead(request), { ...parts, formKey: randomUUID(), again });
        return { status: 422, page };
      }
    }),
  );
  scope.post('/portal/notices/:number/withdraw', HIDDEN, async (request, reply) =>
    filed(context, { request, reply }, async (form) => {
      const about = await findOwn(context, signedIn(request).who, pathPart(request, 'number'));
      if (about === undefined) return { status: 404, page: nothingPage(buildPageHead(request)) };
      try {
        const text = form.fields.get('text') ?? '';
        return { receipt: await withdraw(context, { ...sentBy(request, form), about, text }) };
      } catch (error) {
        const { message: wrong } = toWrong(error);
        return {
          status: 422,
          page: withdrawPage(buildPageHead(request), { notice: about, formKey: randomUUID(), wrong }),
        };
      }
    }),
  );
}

type Done = { receipt: string } | { status: number; page: string };

/** Handles a form if it belongs to this session: redirects to its receipt, or shows the form again. */
async function filed(
  context: PortalContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  act: (form: SentForm) => Promise<Done>,
): Promise<FastifyReply> {
  if (isOfOtherSite(request, context.publicUrl)) return sendPortalPage(reply, 403, otherSitePage());
  const form = await readForm(request);
  if (form === null || !isOfSession(form.fields.get('csrf'), signedIn(request).formToken))
    return sendPortalPage(reply, 403, otherSitePage());
  const done = await act(form);
  if ('page' in done) return sendPortalPage(reply, done.status, done.page);
  const path = `/portal/receipts/${done.receipt}`;
  if (!wantsJson(request)) return guard(reply).redirect(path, 303);
  const signed = await findSignedReceipt(context, request, done.receipt);
  return guard(reply).code(201).header('location', path).send(signed);
}

function wantsJson(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('application/json') === true && !wantsPage(request);
}

/** Null for a body that cannot be parsed, which cannot be a form of ours. */
async function readForm({ body, headers }: FastifyRequest): Promise<SentForm | null> {
  if (typeof body === 'string') return readFields(body);
  if (!Buffer.isBuffer(body)) return null;
  return readMultipart(body, headers['content-type'] ?? '').catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
}

function sentBy(request: FastifyRequest, form: SentForm) {
  const documents = [...form.files.values()].flat();
  return { who: signedIn(request).who, formKey: readFormKey(form), documents };
}

function readFormKey({ fields }: SentForm): string {
  const key = fields.get('form') ?? '';
  return isUuid(key) ? key : randomUUID();
}

async function fileSent(context: PortalContext, request: FastifyRequest, form: SentForm): Promise<string> {
  const said = (field: string) => (form.fields.get(field) ?? '').trim();
  const sent = sentBy(request, form);
  const number = said('about');
  const about = number === '' ? null : await findOwn(context, sent.who, number);
  if (about === undefined) throw new Refusal('validation', 'You have no notice with this number.', { field: '/about' });
  const named = await readItems(said('targets'), form.files.get('list')?.[0] ?? null);
  return fileNotice(context, {
    ...sent,
    form: {
      kind: said('kind'),
      reference: said('reference'),
      subject: said('subject'),
      text: said('text'),
      hours: readHours(said('hours')),
      confidential: said('confidential') === 'yes',
      named,
      about,
    },
  });
}

function readHours(said: string): number | null {
  if (said === '') return null;
  const hours = /^\d{1,4}$/.test(said) ? Number(said) : 0;
  if (hours >= 1 && hours <= 8_760) return hours;
  throw new Refusal('validation', 'Give whole hours, from 1 to 8760.', { field: '/hours' });
}

/** Maps a refusal to the form field it concerns; rethrows any other error. */
function toWrong(error: unknown): Wrong {
  if (!(error instanceof Refusal)) throw error;
  const [, first = ''] = (error.extra.field ?? '').split('/');
  return { field: first === 'body' ? 'text' : first, message: error.message };
}
