import { z } from 'zod';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { pageOf } from '../../../contract/paging.js';
import { receiptKeyView } from '../../../contract/receipt-keys.js';
import { findFirstSigning } from '../../../registry/submission/signed-acts.js';
import type { Api, ApiContext } from '../../context.js';
import { readCursor } from '../../paging.js';
import { answerPage } from '../answer-page.js';

/** `GET /v1/receipt-keys`: the public keys under which signatures of the desk are verified. It asks for no credentials. */
export function registerListReceiptKeys(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Public keys of the desk’s signatures',
    tags: ['receipt-keys'],
    querystring: listQuery({}),
    response: { 200: pageOf(receiptKeyView) },
  };
  const first = new Map<string, Date>();
  /** When a key signed for the first time never changes: asked for until it is known. */
  const sinceOf = async (id: string): Promise<Date> => {
    const known = first.get(id) ?? (await findFirstSigning(context.db, id));
    if (known !== null) first.set(id, known);
    return known ?? context.startedAt;
  };
  app.get('/v1/receipt-keys', { schema }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [after = ''] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    const all = context.approvalKeys.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return answerPage(paging, {
      rows: async (limit) =>
        Promise.all(
          all
            .filter(({ id }) => id > after)
            .slice(0, limit)
            .map(async (key) => ({ ...key, since: await sinceOf(key.id) })),
        ),
      total: async () => all.length,
      view: ({ id, publicKey, since, until }) => ({
        id,
        use: 'approval' as const,
        algorithm: 'ed25519' as const,
        publicKey,
        since: since.toISOString(),
        until,
      }),
      key: ({ id }) => [id],
    });
  });
}
