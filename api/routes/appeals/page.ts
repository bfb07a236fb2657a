import type { FastifyReply, FastifyRequest } from 'fastify';
import { toTypedScope, type Api, type ApiContext } from '../../context.js';
import { fileByLink, findByLink } from '../../../application/appeals/file-appeal.js';
import { contact as contactText, MAX_STATEMENT, statement as statementText } from '../../../contract/appeals.js';
import { alreadyPage, formPage, noAppealLinkPage, receivedPage, appealRateLimitPage } from '../../appeals/html.js';
import { pickPageLanguage, PAGE_WORDS, type PageLanguage } from '../../appeals/words.js';

/** More than the longest statement takes, escaped for a form. */
const LARGEST_FORM = 256 * 1024;
/** Appeals and guesses of a token per minute from one address. */
const SENDS_A_MINUTE = 20;
const TOKEN = /^[0-9a-f]{32}$/;

/**
 * The page on which a user appeals by the link in their message. It works without scripts and reveals nothing of the
 * notice: an unknown token and an expired one get the same answer.
 */
export function registerAppealPage(app: Api, context: ApiContext): void {
  void app.register(async (plain) => {
    const scope = toTypedScope(plain);
    scope.addContentTypeParser<string>(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: LARGEST_FORM },
      (_request, body, done) => done(null, body),
    );
    const limit = scope.createRateLimit({
      max: SENDS_A_MINUTE,
      timeWindow: 60_000,
      keyGenerator: ({ ip }) => `appeal:${ip}`,
    });
    scope.get('/appeal', { schema: { hide: true } }, async (request, reply) => {
      const token = readToken(new URL(request.url, 'http://desk.invalid').searchParams);
      return show(context, { request, reply, token });
    });
    scope.post('/appeal', { schema: { hide: true } }, async (request, reply) => {
      const language = pickPageLanguage(request.headers['accept-language']);
      const counted = await limit(request);
      if (!counted.isAllowed && counted.isExceeded) {
        void reply.header('retry-after', String(counted.ttlInSeconds));
        return answer(reply, { status: 429, language, html: appealRateLimitPage(language) });
      }
      const sent = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
      return take(context, { reply, language, sent });
    });
  });
}

function readToken(sent: URLSearchParams): string {
  const token = sent.get('token') ?? '';
  return TOKEN.test(token) ? token : '';
}

async function show(
  context: ApiContext,
  { request, reply, token }: { request: FastifyRequest; reply: FastifyReply; token: string },
): Promise<FastifyReply> {
  const language = pickPageLanguage(request.headers['accept-language']);
  const link = await findByLink(context, token);
  if (link === undefined) return answer(reply, { status: 404, language, html: noAppealLinkPage(language) });
  const html = link.open === null ? formPage(language, { token }) : alreadyPage(language, link.open);
  return answer(reply, { status: 200, language, html });
}

async function take(
  context: ApiContext,
  { reply, language, sent }: { reply: FastifyReply; language: PageLanguage; sent: URLSearchParams },
): Promise<FastifyReply> {
  const token = readToken(sent);
  const statement = statementText.safeParse(sent.get('statement') ?? '').data ?? null;
  const contact = contactText.safeParse(sent.get('contact') ?? '').data ?? null;
  const filed = await fileByLink(context, { token, statement, contact });
  switch (filed.state) {
    case 'no_link':
      return answer(reply, { status: 404, language, html: noAppealLinkPage(language) });
    case 'open':
      return answer(reply, { status: 200, language, html: alreadyPage(language, filed.number) });
    case 'filed':
      return answer(reply, { status: 201, language, html: receivedPage(language, filed.number) });
    case 'invalid': {
      const words = PAGE_WORDS[language];
      const text = (sent.get('statement') ?? '').slice(0, MAX_STATEMENT);
      const wrong = text.trim() === '' ? words.empty : words.tooLong;
      return answer(reply, { status: 422, language, html: formPage(language, { token, statement: text, wrong }) });
    }
  }
}

function answer(
  reply: FastifyReply,
  { status, language, html }: { status: number; language: PageLanguage; html: string },
): FastifyReply {
  return reply
    .code(status)
    .header('content-language', language)
    .header('cache-control', 'private, no-store')
    .header('vary', 'Accept-Language')
    .type('text/html; charset=utf-8')
    .send(html);
}
