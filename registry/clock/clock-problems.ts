import { raiseAttention, resolveAttention } from '../ops/attention.js';
import type { Connection } from '../db.js';

/**
 * Raises or resolves the alerts of newly opened clocks: rules that could not be computed and floors that the order
 * undercuts.
 */
export async function tellOfClocks(
  trx: Connection,
  noticeId: string,
  { problems, undercut }: { problems: string[]; undercut: string[] },
): Promise<void> {
  const told = [
    ['clock_unknown', problems],
    ['floor_undercut', undercut],
  ] as const;
  for (const [kind, sentences] of told) {
    const key = `${noticeId}:${kind}`;
    if (sentences.length === 0) await resolveAttention(trx, { key });
    else {
      const attention = { key, kind, noticeId, summary: sentences.join(' '), detail: { [kind]: sentences } };
      await raiseAttention(trx, attention, { refresh: true });
    }
  }
}
