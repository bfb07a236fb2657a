import { z } from 'zod';
import { jsonOrFeed } from '../../../contract/binary.js';
import { lawChangeView } from '../../../contract/rulebook/rulebook.js';
import { createPageSchema } from '../../../contract/paging.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { createChangelog } from '../../../application/clocks/rulebook/changelog.js';
import { formatChange, toFeed, type LawChange } from '../../../rulebook/changelog.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';

const query = listQuery({
  format: z.enum(['json', 'feed']).default('json').describe('feed: a JSON Feed 1.1 of the same page'),
});

const isOlder = ({ at, id }: LawChange, [cursorAt, cursorId]: [string, string]) =>
  at === cursorAt ? id < cursorId : at < cursorAt;

export function registerChangelog(app: Api, context: ApiContext): void {
  const read = createChangelog(context.db, context, context.now);
  const schema = {
    summary: 'Changelog of the law',
    tags: ['rulebook'],
    querystring: query,
    response: { 200: jsonOrFeed(createPageSchema(lawChangeView), 'Changes, newest first') },
  };
  app.get('/v1/rulebook/changelog', { schema }, async (request, reply) => {
    requireCaller(request);
    const { cursor, format, ...paging } = request.query;
    const all = await read();
    const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text]));
    const rest = after === null ? all : all.filter((change) => isOlder(change, after));
    const page = await answerPage(paging, {
      rows: async (limit) => rest.slice(0, limit),
      total: async () => all.length,
      view: (change) => change,
      key: ({ at, id }) => [at, id],
    });
    if (format === 'feed') {
      const next = page.nextCursor === null ? undefined : `?format=feed&cursor=${encodeURIComponent(page.nextCursor)}`;
      return reply.type('application/feed+json').send(JSON.stringify(toFeed(page.items, { nextUrl: next })));
    }
    return { ...page, items: page.items.map((change) => ({ ...change, title: formatChange(change) })) };
  });
}
