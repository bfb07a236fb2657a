import { z } from 'zod';
import { countKeys, listKeys } from '../../../registry/people/keys-admin.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { keyView } from '../../../contract/people/admin.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import { endsSoon } from '../../../domain/people/key-life.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerListKeys(app: Api, { db, now }: ApiContext): void {
  const schema = {
    summary: 'Keys',
    tags: ['keys'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(keyView) },
  };
  app.get('/v1/keys', { schema, preValidation: needs('keys.manage') }, async (request) => {
    const { cursor, ...paging } = request.query;
    const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listKeys(db, { afterId, limit }),
      total: () => countKeys(db),
      view: (row) => ({
        id: row.id,
        person: row.person_id,
        personName: row.person_name,
        name: row.name,
        roles: row.roles,
        createdAt: row.created_at.toISOString(),
        expiresAt: row.expires_at?.toISOString() ?? null,
        revokedAt: row.revoked_at?.toISOString() ?? null,
        speaksFor: row.speaks_for,
        lastUsedAt: row.last_used_at?.toISOString() ?? null,
        endsSoon: row.revoked_at === null && endsSoon(row.expires_at, now()),
      }),
      key: ({ id }) => [id],
    });
  });
}
