import { z } from 'zod';
import { TARGET_TYPES } from '../../../domain/targets/target.js';
import {
  countRestrictions,
  listRestrictions,
  type RestrictionRow,
} from '../../../registry/enforcement/restriction-views.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { cursorKeys, listQuery, queryText } from '../../../contract/query.js';
import { recordSecretReads } from '../../../application/secret-reads.js';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';
import { restrictionView } from '../../../contract/restrictions.js';

const query = listQuery({ type: z.enum(TARGET_TYPES).optional(), locator: queryText(10_000).optional() });

/** `GET /v1/restrictions`: what is in effect on the platform, as the union of the decisions that support it. */
export function registerListRestrictions(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'List restrictions in force on the platform',
    tags: ['restrictions'],
    querystring: query,
    response: { 200: createPageSchema(restrictionView) },
  };
  app.get('/v1/restrictions', { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const caller = requireCaller(request);
    const { type, locator, cursor, ...paging } = request.query;
    const question = { reader: toReader(caller), filters: { type, locator } };
    const key = readCursor(cursor, z.tuple([cursorKeys.text, z.string().max(100_000), cursorKeys.text]));
    const after = key === null ? null : { type: key[0], locator: key[1].replaceAll('\0', ''), platformId: key[2] };
    const seen: RestrictionRow['secret'] = [];
    const page = await answerPage(paging, {
      rows: (limit) => listRestrictions(context.db, { ...question, after, limit }),
      total: () => countRestrictions(context.db, question),
      view: (row) => {
        seen.push(...row.secret);
        const { everywhere, countries, supported_by: supportedBy, since } = row;
        return { type: row.type, locator: row.locator, countries, everywhere, supportedBy, since: since.toISOString() };
      },
      key: (row) => [row.type, row.locator, row.platform_id],
    });
    await recordSecretReads(context, caller, { seen, list: 'restrictions' });
    return page;
  });
}
