import type { FastifyReply } from 'fastify';
import { findPublic, listPublic } from '../../application/letters/public-statements.js';
import { pickPageLanguage } from '../../../../api/appeals/words.js';
import { writeFeed } from '../feed.js';
import { absentPage, statementListPage, statementPage } from '../html.js';
import type { Api, ApiContext } from '../../../../api/context.js';

/** Short, so that a copy of a statement that has become secret expires soon. */
const FRESH = 'public, max-age=60';

const getBaseUrl = ({ publicUrl }: Pick<ApiContext, 'publicUrl'>) => `${publicUrl ?? ''}/statements`;

export function buildStatementUrl(context: Pick<ApiContext, 'publicUrl'>, notice: string): string {
  return `${getBaseUrl(context)}/${notice}`;
}

/**
 * `/statements`: public pages and a feed, without scripts, if `DESK_PUBLIC_STATEMENTS` is on. A notice without a
 * statement, a secret one and an unknown one get the same answer.
 */
export function registerPublicStatements(app: Api, context: ApiContext): void {
  if (!context.publicStatements) return;
  const schema = { hide: true };
  app.get('/statements', { schema }, async ({ headers }, reply) => {
    const language = pickPageLanguage(headers['accept-language']);
    return sendPage(reply, { language, html: statementListPage(language, await listPublic(context)) });
  });
  app.get('/statements/feed.atom', { schema }, async (_request, reply) => {
    const { company, service } = context.letterSender;
    const from = { base: getBaseUrl(context), author: company ?? service };
    const feed = writeFeed(await listPublic(context), from);
    return reply.type('application/atom+xml; charset=utf-8').header('cache-control', FRESH).send(feed);
  });
  app.get<{ Params: { id: string } }>('/statements/:id', { schema }, async ({ headers, params }, reply) => {
    const language = pickPageLanguage(headers['accept-language']);
    const [latest, ...earlier] = await findPublic(context, params.id);
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
