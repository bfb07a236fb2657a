import { z } from 'zod';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { instant } from '../../../contract/notice-create.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { regimeVersionView } from '../../../contract/rulebook/rulebook.js';
import { createPageSchema } from '../../../contract/paging.js';

const query = listQuery({ at: instant.optional().describe('Only versions in force at this time') });

export function registerListRegimes(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List laws and their clocks',
    tags: ['rulebook'],
    querystring: query,
    response: { 200: createPageSchema(regimeVersionView) },
  };
  app.get('/v1/rulebook/regimes', { schema }, async (request) => {
    requireCaller(request);
    const { at, cursor, ...paging } = request.query;
    const all = context.rulebook
      .listRegimes(at === undefined ? undefined : { atMs: Date.parse(at) })
      .toSorted((one, other) => compare([one.id, one.version], [other.id, other.version]));
    const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text]));
    const rest = after === null ? all : all.filter(({ id, version }) => compare([id, version], after) > 0);
    return answerPage(paging, {
      rows: async (limit) => rest.slice(0, limit),
      total: async () => all.length,
      view: (version) => version,
      key: ({ id, version }) => [id, version],
    });
  });
}

function compare([id, version]: [string, string], [otherId, otherVersion]: [string, string]): number {
  if (id !== otherId) return id < otherId ? -1 : 1;
  return version === otherVersion ? 0 : version < otherVersion ? -1 : 1;
}
