import type { Flood } from '../lab/flood.js';
import type { FoundDifference, Finding } from './finding.js';

/** Above this, the API's memory counts as unbounded. */
const MAX_MB = 1_500;
const TURNED_AWAY_WITHIN_MS = 10_000;

/**
 * Checks that an overloaded desk answers every request: it refuses the excess immediately with Retry-After, reads
 * before orders; each acknowledged order exists once, and memory stays bounded. `references`: of all notices.
 */
export function checkFlood(flood: Flood, references: readonly string[]): Finding {
  const { by, acknowledged, withoutTime, maxMb, slowestTurnedAwayMs } = flood;
  const differences: FoundDifference[] = [];
  const count = (kind: string, answer: string) => by[`${kind} ${answer}`] ?? 0;
  const all = Object.values(by).reduce((sum, one) => sum + one, 0);
  for (const [what, times] of Object.entries(by))
    if (!/ (200|201|429|503)$/.test(what))
      differences.push({ what, wanted: 'an answer, or 429 or 503', found: `${times} times` });
  if (withoutTime > 0)
    differences.push({ what: 'turned away', wanted: 'a time to come again', found: `${withoutTime} without one` });
  const turnedAway = count('read', '429') + count('read', '503');
  if (turnedAway === 0)
    differences.push({ what: 'the flood', wanted: 'more than can be done', found: 'nothing was turned away' });
  const [ordersAway, readsAway] = [awayShare(by, 'order'), awayShare(by, 'read')];
  if (ordersAway > readsAway)
    differences.push({ what: 'orders', wanted: 'room before reads', found: `${ordersAway} turned away, ${readsAway}` });
  const there = new Map<string, number>();
  for (const reference of references) there.set(reference, (there.get(reference) ?? 0) + 1);
  for (const reference of acknowledged)
    if (there.get(reference) !== 1)
      differences.push({ what: reference, wanted: 'there once', found: `${there.get(reference) ?? 0} times` });
  if (maxMb > MAX_MB) differences.push({ what: 'memory', wanted: `${MAX_MB} MB at most`, found: `${maxMb} MB` });
  if (slowestTurnedAwayMs > TURNED_AWAY_WITHIN_MS) {
    const found = `${Math.round(slowestTurnedAwayMs)} ms`;
    differences.push({ what: 'turned away', wanted: `within ${TURNED_AWAY_WITHIN_MS} ms`, found });
  }
  return { name: 'flood', checked: all, unit: 'arrivals', differences };
}

function awayShare(by: Flood['by'], kind: string): number {
  const counts = Object.entries(by).filter(([what]) => what.startsWith(`${kind} `));
  const sum = (some: typeof counts) => some.reduce((total, [, times]) => total + times, 0);
  const away = counts.filter(([what]) => / (429|503)$/.test(what));
  return sum(counts) === 0 ? 0 : sum(away) / sum(counts);
}
