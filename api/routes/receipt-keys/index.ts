import { createKeyPages } from '../../../application/audit/published-keys.js';
import { withServices } from '../../../application/services.js';
import { computeKeyId } from '../../../config/approval-keys.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery } from '../../../contract/query.js';
import { receiptKeyView } from '../../../contract/receipt-keys.js';
import type { Api, ApiContext } from '../../context.js';

/** Needs no credentials. */
export function registerReceiptKeysRoutes(app: Api, context: ApiContext): void {
  const readPage = createKeyPages(withServices(context, { computeKeyId }));
  const schema = {
    summary: 'Public keys of the desk’s signatures',
    tags: ['receipt-keys'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(receiptKeyView) },
  };
  app.get('/v1/receipt-keys', { schema }, ({ query }) => readPage(query));
}
