import { createKeyPages } from '../../../application/audit/published-keys.js';
import { withServices } from '../../../application/services.js';
import { computeKeyId } from '../../../config/approval-keys.js';
import { createPageSchema } from '../../../contract/paging.js';
import { listQuery } from '../../../contract/query.js';
import { receiptKeyView } from '../../../contract/audit.js';
import type { Api, ApiContext } from '../../context.js';
import { FEATURES } from '../../features.js';

/** Needs no credentials. */
export function registerReceiptKeysRoutes(app: Api, context: ApiContext): void {
  const findReceiptKeys = async () => {
    const found = await Promise.all(FEATURES.map(async (feature) => feature.findReceiptKeys?.(context)));
    return found.filter((keys) => keys !== undefined);
  };
  const readPage = createKeyPages(withServices(context, { computeKeyId, findReceiptKeys }));
  const schema = {
    summary: 'Public keys of the desk’s signatures',
    tags: ['receipt-keys'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(receiptKeyView) },
  };
  app.get('/v1/receipt-keys', { schema }, ({ query }) => readPage(query));
}
