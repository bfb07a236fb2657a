import type { OpenedClocks } from '../../domain/open-clocks/index.js';
import type { Connection } from '../../registry/db.js';
import { countClockRows } from '../../registry/clocks/clock-views.js';
import { insertClocks } from '../../registry/clocks/new-clocks.js';

/** New clocks are stored as cancelled until the workflow has accepted them. */
export async function insertProposedClocks(
  trx: Connection,
  noticeId: string,
  clocks: OpenedClocks['clocks'],
): Promise<void> {
  const firstPosition = (await countClockRows(trx, { noticeId })) + 1;
  await insertClocks(trx, { noticeId, firstPosition, clocks, proposed: true });
}
