import type { CheckVerdict } from './run-checks.js';

const MARKS = { holds: 'ok  ', broken: 'FAIL', not_offered: '-   ' } as const;

export function formatReport(verdicts: readonly CheckVerdict[]): string {
  const lines = verdicts.flatMap(({ title, outcome, found }) => {
    const head = `${MARKS[outcome]} ${title}`;
    if (outcome === 'broken') return [head, `     ${found}`];
    return [outcome === 'not_offered' ? `${head}: not offered (${found})` : head];
  });
  const count = (outcome: CheckVerdict['outcome']) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
  return [
    ...lines,
    '',
    `${count('holds')} passed, ${count('broken')} failed, ${count('not_offered')} not offered`,
  ].join('\n');
}
