import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { countUploads, listUploads, type UploadRow, type UploadsOf } from '../../../registry/targets/upload-views.js';
import { findReadableNotice } from '../../access.js';
import { type Access } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { answerPage, readCursor } from '../../../application/paging.js';
import { uploadView } from '../../../contract/lists.js';
import { cursorKeys, listQuery } from '../../../contract/query.js';
import type { Caller } from '../../../application/caller.js';
import { createPageSchema } from '../../../contract/paging.js';

export function registerListUploads(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'List the uploads of a notice',
    tags: ['lists'],
    querystring: listQuery({}),
    response: { 200: createPageSchema(uploadView) },
  };
  app.get('/v1/notices/:id/uploads', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    const scope = uploadsFor(row.id, access, requireCaller(request));
    const { cursor, ...paging } = request.query;
    const [afterN = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    return answerPage(paging, {
      rows: (limit) => listUploads(context.db, { ...scope, afterN, limit }),
      total: () => countUploads(context.db, scope),
      view: toUploadView,
      key: ({ n }) => [n],
    });
  });
}

/** A caller who sees only the receipt sees only lists of their own. */
export function uploadsFor(noticeId: string, access: Access, { person }: Caller): UploadsOf {
  return { noticeId, by: access === 'receipt' ? person.id : null };
}

function toUploadView({ uploaded_by: by, uploaded_by_name: byName, uploaded_at: at, media_type, ...row }: UploadRow) {
  return { ...row, by, byName, at: at.toISOString(), mediaType: media_type };
}
