import { listPreviousKeys, rewrapNoticeKey } from '../registry/notices/notice-keys.js';
import { resolveAlert } from '../registry/ops/alerts.js';
import { listOpenOfKind } from '../registry/ops/open-alerts.js';
import { listPreviousSecrets, rewrapSecret } from '../registry/webhooks/subscribers.js';
import { KeyLost } from '../client/connection/key-wrap.js';
import type { Services } from '../application/services.js';

const BATCH = 500;

/**
 * Re-wraps notice keys and secrets of subscribers held by a former wrapping key, so that it can be removed, and resolves
 * alerts about keys that are readable again. Leaves keys that cannot be opened as they are.
 */
export async function rotateKeys({ db, keys }: Pick<Services, 'db' | 'keys'>): Promise<void> {
  const { wrap } = keys;
  for (const { noticeId, ...kept } of await listPreviousKeys(db, { wrappedBy: wrap.id, limit: BATCH })) {
    await unlessLost(async () => {
      const to = await wrap.wrap(await wrap.unwrap(kept, noticeId), noticeId);
      await rewrapNoticeKey(db, { noticeId, from: kept.wrappedBy, to });
    });
  }
  for (const { id, ...kept } of await listPreviousSecrets(db, wrap.id)) {
    await unlessLost(async () => {
      const to = await wrap.wrap(await wrap.unwrap(kept, id), id);
      await rewrapSecret(db, { id, from: kept.wrapped, to });
    });
  }
  for (const { key, noticeId } of await listOpenOfKind(db, { kind: 'key_lost', limit: BATCH })) {
    if (noticeId === null) continue;
    await unlessLost(async () => {
      await keys.keyOf(noticeId);
      await resolveAlert(db, { key });
    });
  }
}

async function unlessLost(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof KeyLost)) throw error;
  }
}
