import { sql } from 'kysely';
import type { Connection } from '../db.js';
import type { TargetUploadTable } from './tables.js';
import type { UploadProblem } from './target-uploads.js';

export type UploadRow = Omit<TargetUploadTable, 'notice_id'> & { uploaded_by_name: string };

export interface UploadsOf {
  noticeId: string;
  by: string | null;
}

function selectUploads(db: Connection, { noticeId, by }: UploadsOf) {
  const query = db
    .selectFrom('target_upload')
    .innerJoin('person', 'person.id', 'target_upload.uploaded_by')
    .where('notice_id', '=', noticeId);
  return by === null ? query : query.where('uploaded_by', '=', by);
}

export async function listUploads(
  db: Connection,
  { afterN, limit, ...scope }: UploadsOf & { afterN: number; limit: number },
): Promise<UploadRow[]> {
  return selectUploads(db, scope)
    .select([
      'n',
      'uploaded_by',
      'person.name as uploaded_by_name',
      'uploaded_at',
      'target_upload.name',
      'media_type',
      'format',
      'sha256',
      'bytes',
      'lines',
      'accepted',
      'merged',
      'flagged',
      'rejected',
    ])
    .where('n', '>', afterN)
    .orderBy('n')
    .limit(limit)
    .execute();
}

export async function countUploads(db: Connection, scope: UploadsOf): Promise<number> {
  const { total } = await selectUploads(db, scope).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

export async function findUpload(
  db: Connection,
  { n, ...scope }: UploadsOf & { n: number },
): Promise<{ name: string; rejected: number } | undefined> {
  return selectUploads(db, scope).select(['target_upload.name', 'rejected']).where('n', '=', n).executeTakeFirst();
}

export async function listUploadProblems(
  db: Connection,
  { noticeId, n, afterPosition, limit }: { noticeId: string; n: number; afterPosition: number; limit: number },
): Promise<(UploadProblem & { position: number })[]> {
  return db
    .selectFrom('target_upload_problem')
    .select(['position', 'line', 'reason'])
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .where('position', '>', afterPosition)
    .orderBy('position')
    .limit(limit)
    .execute();
}
