import type { Connection } from '../db.js';

/** Returns the version of a notice and locks its row until the transaction ends. */
export async function lockVersion(trx: Connection, noticeId: string): Promise<number | undefined> {
  const row = await trx
    .selectFrom('notice')
    .select('version')
    .where('id', '=', noticeId)
    .forUpdate()
    .executeTakeFirst();
  return row?.version;
}
