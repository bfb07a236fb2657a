import type { OpenedClocks } from '../../domain/open-clocks/index.js';
import type { Connection } from '../../registry/db.js';
import { countClocks } from '../../registry/clock/clock-views.js';
import { insertClocks } from '../../registry/clock/new-clocks.js';

/** New clocks lie in the registry as cancelled until the workflow has taken them over. */
export async function insertProposedClocks(
  trx: Connection,
  noticeId: string,
  clocks: OpenedClocks['clocks'],
): Promise<void> {
  const firstPosition = (await countClocks(trx, { noticeId })) + 1;
  const proposed = clocks.map(({ clock, receipt }) => ({ clock: { ...clock, state: 'cancelled' as const }, receipt }));
  await insertClocks(trx, { noticeId, firstPosition, clocks: proposed });
}
