import { isProvenLetter } from '../../../letters/letter-seal.js';
import { listSealedLetters } from '../../../registry/letters/sealed-letters.js';
import { unprovenLetter } from '../../../registry/letters/unproven.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import type { Services } from '../../services.js';

const RECENT_MS = 24 * 3_600_000;

export async function findUnprovenLetters(
  { db, keys }: Pick<Services, 'db' | 'keys'>,
  noticeId: string,
  nowMs = Date.now(),
): Promise<void> {
  const recent = await listSealedLetters(db, { noticeId, since: new Date(nowMs - RECENT_MS) });
  for (const letter of recent) {
    if (await isProvenLetter((id) => keys.keyOf(id), letter)) continue;
    await raiseAlert(db, unprovenLetter({ noticeId, n: letter.n, letter: letter.kind }));
  }
}
