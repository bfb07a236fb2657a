import { z } from 'zod';
import { createChangelog } from '../../../application/clocks/rulebook/changelog.js';
import {
  getRegime,
  pageGrounds,
  pageLawDifferences,
  pageRegimes,
  proposeLaw,
} from '../../../application/clocks/rulebook/law-lists.js';
import { pageLetterLanguages } from '../../../application/letters/letter-views.js';
import { jsonOrFeed } from '../../../contract/binary.js';
import { country, instant } from '../../../contract/notice-create.js';
import { createPageSchema } from '../../../contract/paging.js';
import { idParams } from '../../../contract/params.js';
import { listQuery, queryText } from '../../../contract/query.js';
import { candidateView } from '../../../contract/rulebook/candidate.js';
import {
  differenceView,
  groundView,
  lawChangeView,
  lawTime,
  regimeVersionView,
  regimeView,
} from '../../../contract/rulebook/rulebook.js';
import { NOTICE_KINDS } from '../../../domain/notices/notice.js';
import { AUTHORITY_KINDS } from '../../../domain/rulebook/proposal.js';
import type { Api, ApiContext } from '../../context.js';

const tags = ['rulebook'];

/** The law itself, for everyone with credentials. */
export function registerLaw(app: Api, context: ApiContext): void {
  registerRegimes(app, context);
  registerProposal(app, context);
  registerChangelog(app, context);

  const grounds = {
    summary: 'List the grounds of decisions',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(groundView) },
  };
  app.get('/v1/rulebook/grounds', { schema: grounds }, ({ query }) => pageGrounds(context, query));

  const language = z.object({
    language: z.string(),
    kinds: z.array(z.string()).describe('Letters in other languages are written in English'),
  });
  const languages = {
    summary: 'List the languages of letters',
    tags,
    querystring: listQuery({}),
    response: { 200: createPageSchema(language) },
  };
  app.get('/v1/rulebook/letter-languages', { schema: languages }, ({ query }) => pageLetterLanguages(query));

  const diff = {
    summary: 'Compare the law at two times',
    tags,
    querystring: listQuery({
      from: lawTime.describe('A date, read in the time zone of each law, or a time with offset'),
      to: lawTime.describe('The same'),
    }),
    response: { 200: createPageSchema(differenceView) },
  };
  app.get('/v1/rulebook/diff', { schema: diff }, ({ query }) => pageLawDifferences(context, query));
}

function registerRegimes(app: Api, context: ApiContext): void {
  const list = {
    summary: 'List laws and their clocks',
    tags,
    querystring: listQuery({ at: instant.optional().describe('Only versions in force at this time') }),
    response: { 200: createPageSchema(regimeVersionView) },
  };
  app.get('/v1/rulebook/regimes', { schema: list }, ({ query }) => pageRegimes(context, query));

  const get = {
    params: idParams,
    summary: 'Get a law as of a given time',
    tags,
    querystring: z.strictObject({ at: instant.optional().describe('Default: now') }),
    response: { 200: regimeView },
  };
  app.get('/v1/rulebook/regimes/:id', { schema: get }, async ({ params, query }) =>
    getRegime(context, { ...params, ...query }),
  );
}

function registerProposal(app: Api, context: ApiContext): void {
  const proposalView = regimeVersionView
    .pick({ id: true, version: true, title: true, status: true })
    .extend({ candidates: z.array(candidateView).describe('Other laws that may apply, matched by words in the text') });
  const schema = {
    summary: 'Propose the law for a notice',
    tags,
    querystring: z.strictObject({
      jurisdiction: country,
      kind: z.enum(NOTICE_KINDS),
      authority: queryText(100).optional().describe('Id of the authority in the directory'),
      authorityKind: z.enum(AUTHORITY_KINDS).optional().describe('For an issuer that is not in the directory'),
      text: queryText(2_000).optional().describe('Subject of the document, or the beginning of its text'),
      at: instant.optional().describe('Time of receipt (default: now)'),
    }),
    response: { 200: proposalView },
  };
  app.get('/v1/rulebook/proposal', { schema }, ({ query }) => proposeLaw(context, query));
}

function registerChangelog(app: Api, context: ApiContext): void {
  const changelog = createChangelog(context.db, context, context.now);
  const schema = {
    summary: 'Changelog of the law',
    tags,
    querystring: listQuery({
      format: z.enum(['json', 'feed']).default('json').describe('feed: a JSON Feed 1.1 of the same page'),
    }),
    response: { 200: jsonOrFeed(createPageSchema(lawChangeView), 'Changes, newest first') },
  };
  app.get('/v1/rulebook/changelog', { schema }, async ({ query: { format, ...query } }, reply) => {
    if (format === 'json') return changelog.readPage(query);
    return reply.type('application/feed+json').send(JSON.stringify(await changelog.readFeed(query)));
  });
}
