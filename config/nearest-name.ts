import { distance } from 'fastest-levenshtein';

/** Returns the candidate with the smallest Levenshtein distance from `wrong`. Candidates must not be empty. */
export function nearestName(wrong: string, candidates: readonly string[]): string {
  const ranked = candidates.map((name) => ({ name, slips: distance(wrong, name) }));
  ranked.sort((a, b) => a.slips - b.slips);
  return ranked[0]?.name ?? wrong;
}
