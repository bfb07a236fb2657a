import { sql } from 'kysely';
import type { Connection } from '../db.js';
import type { TargetUploadTable } from './tables.js';
import type { UploadProblem } from './target-uploads.js';

export type UploadRow = Omit<TargetUploadTable, 'notice_id'> & { uploaded_by_name: string };

/** Which uploads: all of a notice, or only those of one person. */
export interface UploadsOf {
  noticeId: string;
  by: string | null;
}

function uploadsOf(db: Connection, { noticeId, by }: UploadsOf) {
  const query = db
    .selectFrom('target_upload')
    .innerJoin('person', 'person.id', 'target_upload.uploaded_by')
    .where('notice_id', '=', noticeId);
  return by === null ? query : query.where('uploaded_by', '=', by);
}

/** Lists added to a notice, by number, after a number. */
export async function listUploads(
  db: Connection,
  { afterN, limit, ...whose }: UploadsOf & { afterN: number; limit: number },
): Promise<UploadRow[]> {
  return uploadsOf(db, whose)
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

export async function countUploads(db: Connection, whose: UploadsOf): Promise<number> {
  const { total } = await uploadsOf(db, whose).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

/** One upload, if the notice has it and it is among those asked for. */
export async function findUpload(
  db: Connection,
  { n, ...whose }: UploadsOf & { n: number },
): Promise<{ name: string; rejected: number } | undefined> {
  return uploadsOf(db, whose).select(['target_upload.name', 'rejected']).where('n', '=', n).executeTakeFirst();
}

/** Lines of an upload that were no row, in the order of the file, after a position. */
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
