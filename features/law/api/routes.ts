import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Api, ApiContext } from '../../../api/context.js';
import { pathPart } from '../../../api/context.js';
import { STYLE } from '../../../domain/html.js';
import { createFormerFacts, type FactAddress } from '../application/clocks/former-facts.js';
import { createPublicChanges } from '../application/clocks/public-changes.js';
import { findCurrent, findReplacement, readPublicBook, readPublicReviews } from '../application/clocks/public-law.js';
import { changesPage, toPublicFeed, writeAtom } from './changes.js';
import { listPage } from './list-page.js';
import { absentPage, factPage, formerPage, versionPage } from './pages.js';
import { writeText } from './stored-text.js';

/** Five minutes: a review or a new edition shows soon, and a busy page is served by caches. */
const FRESH = 'public, max-age=300';
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE.text).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const hidden = { hide: true };
const searchQuery = z.object({ q: z.string().trim().max(200).default('').catch('') });
const cursorQuery = z.object({ cursor: z.string().max(2000).optional() });

/** `/law`: public pages and feeds of the edition in effect, without scripts, cookies or sign-in. */
export function registerLawPages(app: Api, context: ApiContext): void {
  registerChanges(app, context);
  app.get('/law', { schema: { ...hidden, querystring: searchQuery } }, async ({ query }, reply) => {
    const shown = { q: query.q, readReview: await readPublicReviews(context), now: context.now() };
    return sendPage(reply, listPage(readBook(context), shown));
  });
  app.get('/law/texts/*', { schema: hidden }, async (request, reply) => {
    const found = readBook(context).texts.get(pathPart(request, '*'));
    if (found === undefined) return sendAbsent(reply);
    return withHeaders(reply).type('text/plain; charset=utf-8').send(writeText(found));
  });
  const showAddress = createAddressPage(context);
  for (const url of ['/law/:regime', '/law/:regime/:version', '/law/:regime/:version/:fact'])
    app.get(url, { schema: hidden }, async (request, reply) => {
      const part = (name: string) => pathPart(request, name) || undefined;
      const shown = await showAddress({ regime: part('regime') ?? '', version: part('version'), fact: part('fact') });
      return shown === undefined ? sendAbsent(reply) : sendPage(reply, shown);
    });
  app.get('/law/*', { schema: hidden }, async (_request, reply) => sendAbsent(reply));
}

const readBook = ({ rulebook, rulebookDir }: ApiContext) => readPublicBook(rulebook, rulebookDir);

function registerChanges(app: Api, context: ApiContext): void {
  const read = createPublicChanges(context);
  const schema = { ...hidden, querystring: cursorQuery };
  const base = context.publicUrl ?? '';
  app.get('/law/changelog', { schema }, async ({ query }, reply) =>
    sendPage(reply, changesPage(await read(query.cursor))),
  );
  app.get('/law/changelog.atom', { schema: hidden }, async (_request, reply) => {
    const { company, service } = context.letterSender;
    const feed = writeAtom(await read(), { base, author: company ?? service });
    return withHeaders(reply).type('application/atom+xml; charset=utf-8').send(feed);
  });
  app.get('/law/changelog.json', { schema }, async ({ query }, reply) => {
    const feed = toPublicFeed(await read(query.cursor), base);
    return withHeaders(reply).type('application/feed+json; charset=utf-8').send(JSON.stringify(feed));
  });
}

/** Returns the page of a law, a version or a fact: as it stands, or as an earlier edition had it. */
function createAddressPage(context: ApiContext): (address: FactAddress) => Promise<string | undefined> {
  const findFormer = createFormerFacts(context.db);
  return async (address) => {
    const book = readBook(context);
    const law = book.laws.get(address.regime);
    const view =
      address.version === undefined
        ? law && findCurrent(book, law, context.now())
        : law?.versions.find(({ version }) => version.version === address.version);
    const fact = view?.facts.find(({ id }) => id === address.fact);
    if (law !== undefined && view !== undefined && (address.fact === undefined || fact !== undefined)) {
      const review = (await readPublicReviews(context, { regime: law.id }))(view.version);
      const shown = { book, review };
      return fact === undefined ? versionPage({ law, view }, shown) : factPage(view, fact, shown);
    }
    const former = await findFormer(address, context.rulebookEdition);
    if (former === undefined) return undefined;
    const replacement = law && findReplacement(book, law, former.version, context.now());
    return formerPage(former, { book, replacement, isWhole: address.fact === undefined });
  };
}

const withHeaders = (reply: FastifyReply) =>
  reply.header('cache-control', FRESH).header('content-security-policy', POLICY);

function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return withHeaders(reply).header('content-language', 'en').type('text/html; charset=utf-8').send(text);
}

const sendAbsent = (reply: FastifyReply) => sendPage(reply.code(404), absentPage());
