import { z } from 'zod';
import { NOTICE_KINDS } from '../../../domain/notice/notice.js';
import { findRegime } from '../../../client/intake/receive-notice.js';
import { callerOf } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { country, instant } from '../../../contract/notice-create.js';
import { queryText } from '../../../contract/query.js';
import { regimeVersionView } from '../../../contract/law/rulebook.js';

const query = z.strictObject({
  jurisdiction: country,
  kind: z.enum(NOTICE_KINDS),
  authority: queryText(100).optional().describe('Id in the directory'),
  at: instant.optional().describe('Receipt; now by default'),
});

/** `GET /v1/rulebook/proposal`: the law that intake would choose for a notice that names none. */
export function registerGetProposal(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'The law proposed for a notice',
    tags: ['rulebook'],
    querystring: query,
    response: { 200: regimeVersionView.pick({ id: true, version: true, title: true, status: true }) },
  };
  app.get('/v1/rulebook/proposal', { schema }, async (request) => {
    callerOf(request);
    const { jurisdiction, kind, authority, at } = request.query;
    const id = context.rulebook.proposeRegime({ jurisdiction, kind, authorityId: authority });
    const receivedAt = at === undefined ? context.now() : new Date(at);
    const { version, title, status, ...regime } = findRegime(context, id, receivedAt, null);
    return { id: regime.id, version, title, status };
  });
}
