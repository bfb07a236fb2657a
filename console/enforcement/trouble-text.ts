import type { Target } from '../http/types.js';
import { formatCountry, formatInstant, formatList } from '../parts/format.js';
import { wordAt, type Words } from '../words/use-words.js';
import { joinTexts } from '../parts/texts.js';

type Logged = Pick<Target, 'status' | 'problem' | 'proof' | 'skipped' | 'receipt'>;

/** What failed for a target and how the platform differs from the decision, in one line. */
export function troubleText({ problem, proof, skipped, status }: Logged, t: Words): string {
  return joinTexts([
    status === 'failed' ? problemText(problem, t) : '',
    proof?.state === 'mismatch' ? differsText(proof, t) : '',
    skipped === null
      ? ''
      : t('enforcement:trouble.skipped', {
          name: skipped.byName,
          at: formatInstant(skipped.at),
          reason: skipped.reason,
        }),
  ]);
}

export function problemText(problem: string | null, t: Words): string {
  if (problem === null) return t('enforcement:problem.unknown');
  return wordAt(t, 'enforcement:problem', problem, `${problem.replaceAll('_', ' ')}.`);
}

const EVERYWHERE = '*';

function differsText({ missing, surplus }: NonNullable<Target['proof']>, t: Words): string {
  const names = (codes: readonly string[]) =>
    formatList(codes.map((code) => (code === EVERYWHERE ? t('enforcement:trouble.everywhere') : formatCountry(code))));
  return joinTexts([
    missing.length === 0 ? '' : t('enforcement:trouble.missing', { where: names(missing) }),
    surplus.length === 0 ? '' : t('enforcement:trouble.surplus', { where: names(surplus) }),
  ]);
}
