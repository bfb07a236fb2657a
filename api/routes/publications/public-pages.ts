import type { FastifyReply } from 'fastify';
import { isUuid } from '../../../domain/uuid.js';
import { listPublicStatements, listVersionsOf } from '../../../registry/report/publications.js';
import { languageOf } from '../../appeal/words.js';
import { writeFeed } from '../../statements/feed.js';
import { absentPage, listPage, statementPage } from '../../statements/html.js';
import type { Api, ApiContext } from '../../context.js';

/** As many as a page and a feed tell; older ones stay at their own addresses. */
const MOST_SHOWN = 200;
/** How long a copy of what is public may be shown: what has become secret goes with it. */
const FRESH = 'public, max-age=60';

const baseOf = ({ publicUrl }: Pick<ApiContext, 'publicUrl'>) => `${publicUrl ?? ''}/statements`;

/** Where the statement about a notice is read. */
export function addressOf(context: Pick<ApiContext, 'publicUrl'>, notice: string): string {
  return `${baseOf(context)}/${notice}`;
}

/**
 * `/statements`, one statement and the feed: for everybody, without scripts, where `DESK_PUBLIC_STATEMENTS` is on. A notice that
 * has none, one that is secret and one that never was are answered alike.
 */
export function registerPublicStatements(app: Api, context: ApiContext): void {
  if (!context.publicStatements) return;
  const { db } = context;
  const schema = { hide: true };
  app.get('/statements', { schema }, async ({ headers }, reply) => {
    const language = languageOf(headers['accept-language']);
    return sendPage(reply, { language, html: listPage(language, await listPublicStatements(db, MOST_SHOWN)) });
  });
  app.get('/statements/feed.atom', { schema }, async (_request, reply) => {
    const { company, service } = context.letterSender;
    const from = { base: baseOf(context), author: company ?? service };
    const feed = writeFeed(await listPublicStatements(db, MOST_SHOWN), from);
    return reply.type('application/atom+xml; charset=utf-8').header('cache-control', FRESH).send(feed);
  });
  app.get<{ Params: { id: string } }>('/statements/:id', { schema }, async ({ headers, params }, reply) => {
    const language = languageOf(headers['accept-language']);
    const versions = isUuid(params.id) ? await listVersionsOf(db, params.id) : [];
    const [latest, ...earlier] = versions;
    if (latest === undefined) return sendPage(reply.code(404), { language, html: absentPage(language) });
    return sendPage(reply, { language, html: statementPage(language, latest, earlier) });
  });
}

function sendPage(reply: FastifyReply, { language, html }: { language: string; html: string }): FastifyReply {
  return reply
    .header('content-language', language)
    .header('cache-control', FRESH)
    .header('vary', 'Accept-Language')
    .type('text/html; charset=utf-8')
    .send(html);
}
