import { z } from 'zod';
import { countUnsupported, listUnsupported } from '../../../registry/enforcement/restore-duties.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { instant } from '../../../contract/notice-create.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { recordSecretReads, type SeenNotice } from '../../../application/secret-reads.js';
import { toReader } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';
import { unsupportedView } from '../../../contract/restrictions.js';

const query = listQuery({ at: instant.optional().describe('As of this time (default: now)') });

/** `GET /v1/reports/unsupported-restrictions`: restrictions in effect whose legal basis has ended. */
export function registerUnsupportedReport(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Restrictions in force without a valid legal basis',
    description:
      'The order has expired or was revoked, its law was annulled, or the notice was closed as void or withdrawn. A narrowed or amended order is listed until part of it has been restored, because people decide which targets the document means. A repealed law alone does not end an order.',
    tags: ['reports'],
    querystring: query,
    response: { 200: createPageSchema(unsupportedView) },
  };
  const path = '/v1/reports/unsupported-restrictions';
  app.get(path, { schema, preValidation: needs('notice.read_facts') }, async (request) => {
    const caller = requireCaller(request);
    const { at, cursor, ...paging } = request.query;
    const question = { reader: toReader(caller), at: at === undefined ? context.now() : new Date(at) };
    const key = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.int]));
    const after = key === null ? null : { number: key[0], target_no: key[1] };
    const seen: SeenNotice[] = [];
    const page = await answerPage(paging, {
      rows: (limit) => listUnsupported(context.db, { ...question, after, limit }),
      total: () => countUnsupported(context.db, question),
      view: (row) => {
        seen.push({ id: row.notice_id, level: row.secrecy_level });
        return {
          notice: row.notice_id,
          number: row.number,
          target: row.target_no,
          type: row.type,
          locator: row.locator,
          countries: row.countries,
          everywhere: row.everywhere,
          since: row.since.toISOString(),
          cause: row.cause,
          why: row.why,
          unsupportedSince: row.unsupported_since.toISOString(),
          heldByOthers: row.held_by_others,
        };
      },
      key: (row) => [row.number, row.target_no],
    });
    await recordSecretReads(context, caller, { seen, list: 'unsupported-restrictions' });
    return page;
  });
}
