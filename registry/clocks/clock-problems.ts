import { raiseAlert, resolveAlert } from '../ops/alerts.js';
import type { Connection } from '../db.js';

/**
 * Raises or resolves the alerts of newly opened clocks: rules that could not be computed and floors that the order
 * undercuts.
 */
export async function raiseClockAlerts(
  trx: Connection,
  noticeId: string,
  { problems, undercut }: { problems: string[]; undercut: string[] },
): Promise<void> {
  const problemsByKind = [
    ['clock_unknown', problems],
    ['floor_undercut', undercut],
  ] as const;
  for (const [kind, sentences] of problemsByKind) {
    const key = `${noticeId}:${kind}`;
    if (sentences.length === 0) await resolveAlert(trx, { key });
    else {
      const alert = { key, kind, noticeId, summary: sentences.join(' '), detail: { [kind]: sentences } };
      await raiseAlert(trx, alert, { refresh: true });
    }
  }
}

const lawUnknownKey = (noticeId: string) => `${noticeId}:law_unknown`;

/** No law was found at intake; company policy applies until a person has confirmed a law. */
export function raiseLawUnknown(trx: Connection, noticeId: string, summary: string): Promise<void> {
  return raiseAlert(trx, { key: lawUnknownKey(noticeId), kind: 'law_unknown', noticeId, summary });
}

export function resolveLawUnknown(trx: Connection, noticeId: string): Promise<void> {
  return resolveAlert(trx, { key: lawUnknownKey(noticeId) });
}
