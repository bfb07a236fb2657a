import { setTimeout as sleep } from 'node:timers/promises';
import { compareItemStates, differs } from '../domain/targets/proof.js';
import type { Db } from '../registry/db.js';
import { readExpected, storeProofs, type ProofRow } from '../registry/enforcement/proofs.js';
import type { PlatformClient } from '../platforms/client.js';

/** A differing item is checked this often before it counts as drift: a platform's replicas lag. */
const CHECKS = 3;
const SETTLE_MS = 1_000;

export interface ItemProofSources {
  db: Db;
  platform: PlatformClient;
  settleMs?: number;
  noticeId?: string;
}

/**
 * Reads what is in force on at most a page of items and stores differences from the live decisions. The expectation is
 * read after the platform's answer and items being acted on are skipped, so that no act in flight counts as drift.
 */
export async function proveItems(
  { db, platform, settleMs = SETTLE_MS, noticeId }: ItemProofSources,
  platformIds: readonly string[],
): Promise<void> {
  let ask = [...new Set(platformIds)];
  for (let attempt = 1; ask.length > 0; attempt += 1) {
    const found = await platform.state(ask);
    const expected = await readExpected(db, ask);
    const judged = ask.flatMap((platformId): ProofRow[] => {
      const [should, is] = [expected.get(platformId), found.get(platformId)];
      return should === undefined || is === undefined || should.busy
        ? []
        : [{ platformId, found: is, ...compareItemStates(should, is) }];
    });
    const last = attempt === CHECKS;
    await storeProofs(db, { rows: judged.filter((row) => last || !differs(row)), noticeId: noticeId ?? null });
    if (last) return;
    ask = judged.filter(differs).map(({ platformId }) => platformId);
    if (ask.length > 0) await sleep(settleMs);
  }
}
