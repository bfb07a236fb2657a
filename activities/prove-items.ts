import { setTimeout as sleep } from 'node:timers/promises';
import { differenceOf, differs } from '../domain/target/proof.js';
import type { Db } from '../registry/db.js';
import { readExpected, storeProofs, type ProofRow } from '../registry/enforcement/proofs.js';
import type { PlatformClient } from './platform-client.js';

/** How often an item that differs is looked at before it counts as different: a platform's copies follow one another. */
const LOOKS = 3;
/** Between two looks. */
const SETTLE_MS = 1_000;

export interface Proving {
  db: Db;
  platform: PlatformClient;
  settleMs?: number;
  /** For whom it is looked; absent: for all who hold the items. */
  noticeId?: string;
}

/**
 * Asks the platform what is in force on these items (at most a page) and keeps how it differs from what the live
 * decisions support. The expectation is read after the answer, and an item that is just being acted on is left out, so
 * that no act on its way is taken for a drift.
 */
export async function proveItems(
  { db, platform, settleMs = SETTLE_MS, noticeId }: Proving,
  platformIds: readonly string[],
): Promise<void> {
  let ask = [...new Set(platformIds)];
  for (let look = 1; ask.length > 0; look += 1) {
    const found = await platform.state(ask);
    const expected = await readExpected(db, ask);
    const judged = ask.flatMap((platformId): ProofRow[] => {
      const [should, is] = [expected.get(platformId), found.get(platformId)];
      return should === undefined || is === undefined || should.busy
        ? []
        : [{ platformId, found: is, ...differenceOf(should, is) }];
    });
    const last = look === LOOKS;
    await storeProofs(db, { rows: judged.filter((row) => last || !differs(row)), noticeId: noticeId ?? null });
    if (last) return;
    ask = judged.filter(differs).map(({ platformId }) => platformId);
    if (ask.length > 0) await sleep(settleMs);
  }
}
