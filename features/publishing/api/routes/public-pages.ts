import type { FastifyReply } from 'fastify';
import { findPublic, listPublic } from '../../application/letters/show-publications.js';
import { pickPageLanguage } from '../../../../api/appeals/words.js';
import { absentPage, statementListPage, statementPage } from '../html.js';
import type { Api, ApiContext } from '../../../../api/context.js';
import { html, type Html } from '../../../../domain/html.js';
import type { PublicVersion } from '../../registry/publications.js';

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
    return sendPage(reply, { language, page: statementListPage(language, await listPublic(context)) });
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
    if (latest === undefined) return sendPage(reply.code(404), { language, page: absentPage(language) });
    return sendPage(reply, { language, page: statementPage(language, latest, earlier) });
  });
}

function sendPage(reply: FastifyReply, { language, page }: { language: string; page: string }): FastifyReply {
  return reply
    .header('content-language', language)
    .header('cache-control', FRESH)
    .header('vary', 'Accept-Language')
    .type('text/html; charset=utf-8')
    .send(page);
}

/**
 * Writes a feed of public statements (RFC 4287), the newest version of each. A corrected statement is the same entry,
 * updated.
 */
function writeFeed(statements: readonly PublicVersion[], { base, author }: { base: string; author: string }): string {
  const updated = statements[0]?.approved_at ?? new Date(0);
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${base}</id>
  <title>Government notices: public statements</title>
  <updated>${updated.toISOString()}</updated>
  <author><name>${cleanText(author)}</name></author>
  <link rel="self" href="${base}/feed.atom"/>
${statements.map((one) => renderEntry(one, `${base}/${one.notice_id}`))}</feed>
`.text;
}

function renderEntry({ notice_id, version, body, approved_at }: PublicVersion, address: string): Html {
  return html`  <entry>
    <id>urn:uuid:${notice_id}</id>
    <title>${cleanText(body.title)}${version === 1 ? '' : ` (version ${version})`}</title>
    <updated>${approved_at.toISOString()}</updated>
    <link rel="alternate" href="${address}"/>
    <content type="text">${cleanText(body.text)}</content>
  </entry>
`;
}

/** Drops the characters that XML does not allow. */
function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
