import type { Verdict } from './run-checks.js';

const MARKS = { holds: 'ok  ', broken: 'FAIL', not_offered: '-   ' } as const;

/** Formats the verdicts as a checklist, one line each, with totals. */
export function reportOf(verdicts: readonly Verdict[]): string {
  const lines = verdicts.flatMap(({ title, outcome, found }) => {
    const head = `${MARKS[outcome]} ${title}`;
    if (outcome === 'broken') return [head, `     ${found}`];
    return [outcome === 'not_offered' ? `${head}: not offered (${found})` : head];
  });
  const count = (outcome: Verdict['outcome']) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  return [
    ...lines,
    '',
    `${count('holds')} passed, ${count('broken')} failed, ${count('not_offered')} not offered`,
  ].join('\n');
}
