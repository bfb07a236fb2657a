import { FAULT_KINDS } from '../../../desk/simulators/platform-messages.js';
import type { Victim } from '../desk.js';
import type { Evidence } from '../evidence.js';
import type { FoundDifference, Finding } from './finding.js';

/** With fewer kills, coverage is not checked. */
export const COVERAGE_FROM_KILLS = 20;

export function countCoverage({ journal, platform }: Evidence, victims: readonly Victim[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of FAULT_KINDS) counts[kind] = platform.fired[kind] ?? 0;
  for (const victim of victims) counts[`kill ${victim}`] = 0;
  for (const kind of ['owner change', 'refused attempt', 'returned submission', 'restoration', 'retried request'])
    counts[kind] = 0;
  const add = (kind: string) => (counts[kind] = (counts[kind] ?? 0) + 1);
  const killed = new Map<number, string>();
  for (const line of journal) {
    if (line.phase === 'info') add('retried request');
    if (line.phase === 'ok' && killed.has(line.n)) add(`kill ${killed.get(line.n)}`);
    if (line.phase !== 'invoke') continue;
    if (line.op === 'kill') killed.set(line.n, line.body.victim);
    if (line.op === 'change_owner') add('owner change');
    if (line.op === 'return') add('returned submission');
    if (line.op === 'reinstate') add('restoration');
    if (line.expect === 'refusal') add('refused attempt');
  }
  return counts;
}

/**
 * A fault that never happened proves nothing. A stale state read is only required if the desk reads the state at all.
 */
export function checkCoverage(evidence: Evidence, victims: readonly Victim[]): Finding {
  const counts = countCoverage(evidence, victims);
  const differences = Object.entries(counts)
    .filter(([kind, count]) => count === 0 && !(kind === 'stale' && evidence.platform.looks === 0))
    .map(([kind]): FoundDifference => ({ what: kind, wanted: 'at least once', found: 'never' }));
  return { name: 'coverage', checked: Object.keys(counts).length, unit: 'kinds of trouble', differences };
}
